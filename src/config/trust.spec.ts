import { describe, expect, test } from 'vitest';
import { sasWith } from '../../test/support/fakes/credentials.js';
import { ConfigError } from '../errors.js';
import type { Environment } from './environment.js';
import { formatKeyText, type KeyText } from './key-text.js';
import { resolveConfig } from './resolve-config.js';
import { publicHalf } from './signing-key.js';

const sas = sasWith('sp=rcw');

const azure = { container: 'cache', accountName: 'acme' };
const branches = ['main'];
const signingKey: KeyText = { id: 'main-2025', key: Buffer.alloc(32, 7).toString('base64') };
const publicKey = publicHalf(signingKey);
const listed = formatKeyText(publicKey);
const signing = { NX_AZURE_CACHE_SIGNING_KEY: formatKeyText(signingKey) };
const other = `next:${publicHalf({ id: 'next', key: Buffer.alloc(32, 8).toString('base64') }).key}`;

const resolve = (trust: unknown, env: Environment = {}, settings: object = azure) =>
  resolveConfig({ ...settings, trust }, env);

function issuesOf(trust: unknown, env: Environment = {}, settings: object = azure) {
  try {
    resolve(trust, env, settings);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.issues;
    throw error;
  }
}

test('without the key there is no trust', () => {
  expect(resolveConfig(azure, signing).trust).toBeUndefined();
});

test('trust needs branches only', () => {
  expect(resolve({ branches }).trust).toEqual({
    branches,
    untrustedContainer: undefined,
    untrustedCredential: undefined,
    publicKeys: [],
    signingKey: undefined,
    override: undefined,
  });
});

test('trust takes all its keys and variables', () => {
  const trust = {
    branches: ['main', 'release/*', '**'],
    untrustedContainer: 'other',
    publicKeys: [other, listed],
  };
  const env = {
    ...signing,
    NX_AZURE_CACHE_SCOPE: 'branch/feature/x',
    NX_AZURE_CACHE_UNTRUSTED_SAS_TOKEN: sas,
  };
  const { trust: resolved } = resolve(trust, env);
  expect(resolved).toEqual({
    branches: trust.branches,
    untrustedContainer: 'other',
    untrustedCredential: { kind: 'sas', value: sas },
    publicKeys: [{ id: 'next', key: other.slice(5) }, publicKey],
    signingKey,
    override: { kind: 'branch', name: 'feature/x' },
  });
  expect(structuredClone(resolved)).toEqual(resolved);
});

test.each([
  ['trusted', { kind: 'trusted' }],
  ['branch/main', { kind: 'branch', name: 'main' }],
  ['branch/a/b', { kind: 'branch', name: 'a/b' }],
  ['pr/7', { kind: 'pr', name: '7' }],
  [' local/ada ', { kind: 'local', name: 'ada' }],
])('NX_AZURE_CACHE_SCOPE=%j', (given, expected) => {
  expect(resolve({ branches }, { NX_AZURE_CACHE_SCOPE: given }).trust?.override).toEqual(expected);
});

const oneBranch = 'at least one branch, e.g. ["main", "release/*"]';
const branch = 'the name of a branch, with * within a segment and ** across segments';
const container = 'a container name: 3 to 63 lowercase letters, digits and single hyphens';
const keyText = '"<key id>:<base64 of 32 bytes>", as nx-azure-cache keygen makes it';
const keys = 'one of branches, untrustedContainer, publicKeys';

describe('issues', () => {
  test.each<[string, unknown, [path: string, expected: string, given: string]]>([
    ['trust is a word', true, ['trust', 'an object with the key branches', 'true']],
    ['trust is null', null, ['trust', 'an object with the key branches', 'null']],
    ['trust is blank', {}, ['trust.branches', oneBranch, 'nothing']],
    ['no branch', { branches: [] }, ['trust.branches', oneBranch, '[]']],
    ['a branch alone', { branches: 'main' }, ['trust.branches', oneBranch, '"main"']],
    ['a number', { branches: ['main', 5] }, ['trust.branches[1]', branch, '5']],
    ['a blank branch', { branches: [''] }, ['trust.branches[0]', branch, '""']],
    ['a ref', { branches: ['refs/heads/main'] }, ['trust.branches[0]', branch, '"refs/heads/main"']],
    ['a slash at the end', { branches: ['release/'] }, ['trust.branches[0]', branch, '"release/"']],
    ['a class', { branches: ['release/[0-9]'] }, ['trust.branches[0]', branch, '"release/[0-9]"']],
    ['a space', { branches: [' main'] }, ['trust.branches[0]', branch, '" main"']],
    ['a key', { branches, branch: 'main' }, ['trust.branch', keys, 'an unknown key']],
    ['a wrong name', { branches, untrustedContainer: 'NO' }, ['trust.untrustedContainer', container, '"NO"']],
    [
      'the same container',
      { branches, untrustedContainer: 'cache' },
      ['trust.untrustedContainer', 'another container than azure.container, or no such key', '"cache"'],
    ],
    ['keys are no list', { branches, publicKeys: 'a' }, ['trust.publicKeys', `a list of ${keyText}`, '"a"']],
    [
      'a key without an id',
      { branches, publicKeys: [listed, publicKey.key] },
      ['trust.publicKeys[1]', keyText, '"[redacted]"'],
    ],
    [
      'an id twice',
      { branches, publicKeys: [listed, other, `next:${publicKey.key}`] },
      ['trust.publicKeys[2]', 'a unique key id', '"next" again'],
    ],
  ])('%s', (_, trust, [path, expected, given]) => {
    expect(issuesOf(trust)).toEqual([{ path: `nx.json azure.${path}`, expected, given }]);
  });

  test('are listed all at once', () => {
    const trust = { branches: [5], untrustedContainer: 'NO', publicKeys: ['x'], branch: 'main' };
    const paths = issuesOf(trust, { NX_AZURE_CACHE_SCOPE: 'main' }).map(({ path }) => path);
    expect(paths).toEqual([
      'nx.json azure.trust.branch',
      'nx.json azure.trust.branches[0]',
      'nx.json azure.trust.untrustedContainer',
      'nx.json azure.trust.publicKeys[0]',
      'NX_AZURE_CACHE_SCOPE',
    ]);
  });

  test.each([
    'main',
    'trusted/',
    'Trusted',
    'shared',
    'branch/',
    'branch',
    'pr/x',
    'pr/-1',
    'tag/v1',
    '/pr/7',
  ])('NX_AZURE_CACHE_SCOPE=%s', (given) => {
    const expected = '"trusted", "branch/<name>", "pr/<number>" or "local/<user>"';
    expect(issuesOf({ branches }, { NX_AZURE_CACHE_SCOPE: given })).toEqual([
      { path: 'NX_AZURE_CACHE_SCOPE', expected, given: JSON.stringify(given) },
    ]);
  });

  test('name a scope without trust', () => {
    expect(issuesOf(undefined, { NX_AZURE_CACHE_SCOPE: 'trusted' })).toEqual([
      { path: 'NX_AZURE_CACHE_SCOPE', expected: 'azure.trust in nx.json beside it', given: 'none' },
    ]);
  });

  test('a SAS of a container that a connection string does not name', () => {
    const env = {
      AZURE_STORAGE_CONNECTION_STRING: 'UseDevelopmentStorage=true',
      NX_AZURE_CACHE_UNTRUSTED_SAS_TOKEN: sas,
    };
    expect(issuesOf({ branches }, env, { container: 'cache' })).toEqual([
      {
        path: 'NX_AZURE_CACHE_UNTRUSTED_SAS_TOKEN',
        expected: 'azure.accountName in nx.json beside it',
        given: 'none',
      },
    ]);
  });
});

describe('a signing key that nobody could verify is an issue that shows its id only:', () => {
  const listedOnly = 'a key whose public half is in azure.trust.publicKeys';

  test.each<[string, readonly string[] | undefined]>([
    ['no keys at all', undefined],
    ['other keys', [other]],
    ['its id with another key', [`main-2025:${other.slice(5)}`]],
    ['its key under another id', [`main:${publicKey.key}`]],
    ['the signing key itself in the place of its public half', [formatKeyText(signingKey)]],
  ])('%s', (_, publicKeys) => {
    expect(issuesOf({ branches, ...(publicKeys && { publicKeys }) }, signing)).toEqual([
      { path: 'NX_AZURE_CACHE_SIGNING_KEY', expected: listedOnly, given: 'the key "main-2025"' },
    ]);
  });

  test.each([signingKey.key, `${formatKeyText(signingKey)}=`, 'main:', '-----BEGIN PRIVATE KEY-----'])(
    'one that cannot be read is not shown at all',
    (given) => {
      const issues = issuesOf({ branches, publicKeys: [listed] }, { NX_AZURE_CACHE_SIGNING_KEY: given });
      expect(issues).toEqual([
        { path: 'NX_AZURE_CACHE_SIGNING_KEY', expected: keyText, given: 'something else' },
      ]);
    },
  );
});
