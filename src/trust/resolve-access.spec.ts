import { userInfo } from 'node:os';
import { describe, expect, test } from 'vitest';

import { sasWith } from '../../test/support/fakes/credentials.js';
import type { Environment } from '../config/environment.js';
import { resolveConfig } from '../config/resolve-config.js';
import { describeAccess, credentialsOf, type Access } from './access.js';
import { resolveAccess, localUser } from './resolve-access.js';
import { scopePath } from './scope.js';
import { generateKeyPair } from './signature.js';

const pair = generateKeyPair('main-2025');
const signing = { NX_AZURE_CACHE_SIGNING_KEY: pair.signingKey };
const publicKey = { id: 'main-2025', key: pair.publicKey.slice('main-2025:'.length) };
const push = {
  GITHUB_ACTIONS: 'true',
  GITHUB_EVENT_NAME: 'push',
  GITHUB_REF_TYPE: 'branch',
  GITHUB_REF: 'refs/heads/main',
};
const pullRequest = {
  GITHUB_ACTIONS: 'true',
  GITHUB_EVENT_NAME: 'pull_request',
  GITHUB_REF: 'refs/pull/7/merge',
};
const commentOnIssue = { ...push, GITHUB_EVENT_NAME: 'issue_comment' };

const azure = { container: 'cache', accountName: 'acme' };
const plain = { branches: ['main'] };
const keyed = { ...plain, publicKeys: [pair.publicKey] };
const apart = { ...keyed, untrustedContainer: 'cache-untrusted' };

function accessOf(trust: object | undefined, env: Environment): Access {
  return resolveAccess(resolveConfig({ ...azure, ...(trust && { trust }) }, env), env);
}

test('without trust all runs share one scope, whatever the CI says', () => {
  for (const env of [push, pullRequest, {}]) {
    const access = accessOf(undefined, { ...env, ...signing });
    expect(access.own).toMatchObject({ container: 'cache', scope: 'shared', publicKeys: [], repairs: false });
    expect(access).not.toHaveProperty('trusted');
    expect(describeAccess(access)).toBe('reads shared, writes shared');
  }
});

describe.each([
  ['with keys', keyed],
  ['with a container for the rest', apart],
])('%s', (_, trust) => {
  test('a trusted run uses "trusted" alone, verifies it, signs and repairs', () => {
    const access = accessOf(trust, { ...push, ...signing });
    expect(access.own).toMatchObject({
      container: 'cache',
      scope: 'trusted',
      publicKeys: [publicKey],
      signingKey: { id: 'main-2025' },
      repairs: true,
    });
    expect(access.trusted).toBeUndefined();
    expect(describeAccess(access)).toBe('reads trusted, writes trusted');
  });

  test('a trusted run without the signing key only reads, and gives the reason', () => {
    const access = accessOf(trust, push);
    expect(access.refusal).toContain('NX_AZURE_CACHE_SIGNING_KEY is missing');
    expect(describeAccess(access)).toBe('reads trusted, writes nothing');
  });

  test('any other run reads "trusted" too, verifies that, and writes its own, unsigned', () => {
    const access = accessOf(trust, pullRequest);
    expect(access.trusted).toMatchObject({
      container: 'cache',
      scope: 'trusted',
      publicKeys: [publicKey],
      repairs: false,
    });
    expect(access.own).toMatchObject({ scope: 'pr/7', publicKeys: [], repairs: false });
    expect(describeAccess(access)).toBe('reads trusted and pr/7, writes pr/7');
  });

  test.each([
    ['a pull request', pullRequest],
    ['a comment', commentOnIssue],
    ['a personal machine', {}],
  ])('the signing key is not handed on in %s', (_, env) => {
    expect(JSON.stringify(accessOf(trust, { ...env, ...signing }))).not.toContain(pair.signingKey.slice(10));
  });
});

test('without keys a trusted run needs none to write', () => {
  const access = accessOf(plain, push);
  expect(access.refusal).toBeUndefined();
  expect(access.own?.signingKey).toBeUndefined();
  expect(describeAccess(access)).toBe('reads trusted, writes trusted');
});

test('a run of an unknown branch only reads, and gives the reason', () => {
  const access = accessOf(plain, commentOnIssue);
  expect(access.refusal).toContain('NX_AZURE_CACHE_SCOPE');
  expect(describeAccess(access)).toBe('reads trusted, writes nothing');
});

test('a personal machine has the scope of its user', () => {
  expect(accessOf(plain, {}).own?.scope).toBe(scopePath({ kind: 'local', name: userInfo().username }));
});

describe('the containers', () => {
  const [trustedSas, otherSas] = [sasWith('sp=r'), sasWith('sp=rcw')];
  const env = { ...pullRequest, AZURE_STORAGE_SAS_TOKEN: trustedSas };

  test('are one by default', () => {
    const { trusted, own } = accessOf(keyed, env);
    expect([trusted?.container, own?.container]).toEqual(['cache', 'cache']);
  });

  test('are two with untrustedContainer, by one credential', () => {
    const access = accessOf(apart, env);
    expect([access.trusted?.container, access.own?.container]).toEqual(['cache', 'cache-untrusted']);
    expect(credentialsOf(access).map((credential) => 'value' in credential && credential.value)).toEqual([
      trustedSas,
      trustedSas,
    ]);
  });

  test('may have a SAS each', () => {
    const access = accessOf(apart, { ...env, NX_AZURE_CACHE_UNTRUSTED_SAS_TOKEN: otherSas });
    expect(credentialsOf(access)).toEqual([
      { kind: 'sas', value: trustedSas },
      { kind: 'sas', value: otherSas },
    ]);
  });

  test('a SAS for a container that is not configured is ignored', () => {
    const access = accessOf(keyed, { ...env, NX_AZURE_CACHE_UNTRUSTED_SAS_TOKEN: otherSas });
    expect(access.own?.credential).toEqual({ kind: 'sas', value: trustedSas });
  });
});

test('access can be sent to the worker thread', () => {
  const access = accessOf(apart, { ...push, ...signing });
  expect(structuredClone(access)).toEqual(access);
});

test('a user is known by the name', () => {
  expect(localUser(() => ({ username: 'ada' }))).toBe('ada');
});

test('a user without a name is known by the number', () => {
  const nameless = () => {
    throw new Error('uv_os_get_passwd returned ENOENT');
  };
  expect(localUser(nameless)).toBe(`uid ${process.getuid?.()}`);
});
