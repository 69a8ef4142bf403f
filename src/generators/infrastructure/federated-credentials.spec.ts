import { expect, test } from 'vitest';

import {
  trustedCredentials,
  untrustedCredentials,
  type FederatedCredential,
} from './federated-credentials.js';
import { resolveOptions } from './options.js';

const options = { accountName: 'acmenxcache', githubRepository: 'acme/web' };
const subjects = (credentials: readonly FederatedCredential[]) => credentials.map(({ subject }) => subject);

test('in GitHub, pushes to each trusted branch are trusted', () => {
  const resolved = resolveOptions({ ...options, trustedBranches: ['main', 'release/1.x'] }, {});
  expect(subjects(trustedCredentials(resolved))).toEqual([
    'repo:acme/web:ref:refs/heads/main',
    'repo:acme/web:ref:refs/heads/release/1.x',
  ]);
});

test('with a protected environment, nothing but its jobs is trusted', () => {
  const resolved = resolveOptions({ ...options, githubEnvironment: 'nx-cache' }, {});
  expect(subjects(trustedCredentials(resolved))).toEqual(['repo:acme/web:environment:nx-cache']);
});

test('in GitHub, pull requests and the open environment are untrusted', () => {
  expect(subjects(untrustedCredentials(resolveOptions(options, {})))).toEqual([
    'repo:acme/web:pull_request',
    'repo:acme/web:environment:nx-cache-untrusted',
  ]);
});

test('a repository with immutable subjects is named as they name it', () => {
  const resolved = resolveOptions({ ...options, githubRepository: 'acme@12/web@345' }, {});
  expect(subjects(trustedCredentials(resolved))).toEqual(['repo:acme@12/web@345:ref:refs/heads/main']);
});

test('other CIs are taken as they are given', () => {
  const gitlab = 'https://gitlab.com project_path:acme/web:ref_type:branch:ref:main';
  const resolved = resolveOptions({ accountName: 'acmenxcache', trustedSubjects: [gitlab] }, {});
  expect(trustedCredentials(resolved)).toMatchObject([
    { issuer: 'https://gitlab.com', subject: 'project_path:acme/web:ref_type:branch:ref:main' },
  ]);
});

test("names are Azure's kind, and differ where the subjects do", () => {
  const trustedBranches = ['release/1', 'release-1', 'main', 'main', 'ünïcode'];
  const names = trustedCredentials(resolveOptions({ ...options, trustedBranches }, {})).map(
    ({ name }) => name,
  );
  expect(new Set(names).size).toBe(4);
  expect(names).toHaveLength(4);
  for (const name of names) expect(name).toMatch(/^[a-zA-Z0-9][a-zA-Z0-9-_]{2,119}$/);
});
