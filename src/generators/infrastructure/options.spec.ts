import { expect, test } from 'vitest';

import { resolveOptions, type InfrastructureSchema } from './options.js';
import schema from './schema.json';

const accountName = 'acmenxcache';

test('an account name is enough', () => {
  expect(resolveOptions({ accountName }, {})).toMatchObject({
    format: 'bicep',
    directory: 'infrastructure/nx-cache',
    container: 'nx-cache',
    untrustedContainer: 'nx-cache-untrusted',
    trustedBranches: ['main'],
    redundancy: 'LRS',
    coolAfterDays: 30,
    deleteAfterDays: 90,
    untrustedDeleteAfterDays: 7,
  });
});

test('the defaults are those that schema.json tells', () => {
  const told = Object.entries(schema.properties).flatMap(([name, property]) =>
    'default' in property ? [[name, property.default]] : [],
  );
  expect(resolveOptions({ accountName }, {})).toMatchObject(Object.fromEntries(told) as object);
});

test('what nx.json says is the default, and an option wins over it', () => {
  const azure = {
    accountName: 'fromnxjson',
    container: 'artifacts',
    prefix: 'web',
    trust: { branches: ['trunk'], untrustedContainer: 'others' },
  };
  expect(resolveOptions({ container: 'mine' }, azure)).toMatchObject({
    accountName: 'fromnxjson',
    container: 'mine',
    untrustedContainer: 'others',
    prefix: 'web',
    trustedBranches: ['trunk'],
  });
});

test.each([
  ['acme/web', 'acme/web'],
  ['acme@12/web@345', 'acme@12/web@345'],
  // What `gh api … --jq .sub_claim_prefix` prints.
  ['repo:acme@12/web@345', 'acme@12/web@345'],
  ['', undefined],
])('the repository "%s" is %s', (githubRepository, expected) => {
  expect(resolveOptions({ accountName, githubRepository }, {}).githubRepository).toBe(expected);
});

test.each<[string, InfrastructureSchema, string]>([
  [
    'no account',
    { accountName: undefined },
    '--accountName: expected the name of a storage account (or azure.accountName in nx.json), got nothing',
  ],
  [
    'a wrong account',
    { accountName: 'Acme-Cache' },
    '--accountName: expected a storage account name: 3 to 24 lowercase letters and digits, got "Acme-Cache"',
  ],
  [
    'a wrong container',
    { container: 'Nx_Cache' },
    '--container: expected a container name: 3 to 63 lowercase letters, digits and single hyphens, got "Nx_Cache"',
  ],
  [
    'the same container twice',
    { untrustedContainer: 'nx-cache' },
    '--untrustedContainer: expected another container than --container, or --oneContainer, got "nx-cache"',
  ],
  ['a wrong format', { format: 'arm' }, '--format: expected bicep, terraform or both, got "arm"'],
  [
    'a folder outside',
    { directory: '../infra' },
    '--directory: expected a folder below the root of the workspace, got "../infra"',
  ],
  ['a prefix with a wildcard', { prefix: 'web/*' }, '--prefix: expected segments of'],
  [
    'a repository as a URL',
    { githubRepository: 'https://github.com/acme/web' },
    '--githubRepository: expected owner/name, or owner@id/name@id with both ids, got "https://github.com/acme/web"',
  ],
  [
    'a repository with one id',
    { githubRepository: 'acme@12/web' },
    '--githubRepository: expected owner/name',
  ],
  ['another cloud', { cloud: 'germany' }, '--cloud: expected public, usgov or china, got "germany"'],
  [
    'a pattern without an environment',
    { githubRepository: 'acme/web', trustedBranches: ['release/*'] },
    '--githubEnvironment: expected a protected environment, which the trusted branch pattern "release/*" needs, got nothing',
  ],
  [
    'the environment that all may use',
    { githubRepository: 'acme/web', githubEnvironment: 'nx-cache-untrusted' },
    '--githubEnvironment: expected no subject that is trusted and untrusted',
  ],
  [
    'a subject on both sides',
    { trustedSubjects: ['https://ci.example a'], untrustedSubjects: ['https://ci.example a'] },
    '--untrustedSubjects: expected no subject that is trusted and untrusted, got "a"',
  ],
  [
    'a subject without an issuer',
    { trustedSubjects: ['repo:acme/web'] },
    '--trustedSubjects.0: expected an issuer, a space and a subject',
  ],
  [
    'too many subjects',
    { untrustedSubjects: Array.from({ length: 21 }, (_, i) => `https://ci.example ${i}`) },
    "--untrustedSubjects: expected at most 20 subjects for an identity, Azure's limit, got 21",
  ],
  [
    'a group by its name',
    { developersGroupObjectId: 'developers' },
    '--developersGroupObjectId: expected the object id of an Entra group, a UUID, got "developers"',
  ],
  ['no days', { deleteAfterDays: 0 }, '--deleteAfterDays: expected a number of days, 1 or more, got 0'],
])('refuses %s', (_, given, message) => {
  expect(() => resolveOptions({ accountName, ...given }, {})).toThrow(message);
});

test('all problems are told at once', () => {
  const given = { accountName: 'A', container: 'B', redundancy: 'GRS' };
  expect(() => resolveOptions(given, {})).toThrow(/--accountName.*--container.*--redundancy/);
});
