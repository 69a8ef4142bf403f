import { describe, expect, test } from 'vitest';
import { keyOf, sasWith } from '../../test/support/fakes/credentials.js';
import { ConfigError, type ConfigIssue } from '../errors.js';
import type { Environment } from './environment.js';
import { resolveConfig } from './resolve-config.js';

const azure = { container: 'cache', accountName: 'acme' };
const modes = 'one of read-write, read-only, read, no-cache';
const keys = 'one of container, accountName, endpoint, prefix, localMode, ciMode, trust, recordRuns, license';

function issuesOf(settings: unknown, env: Environment = {}): readonly ConfigIssue[] {
  try {
    resolveConfig(settings, env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.issues;
    throw error;
  }
}

describe('a typo never widens access', () => {
  test.each<[string, object, Environment, ConfigIssue]>([
    [
      'localMode',
      { localMode: 'readonly' },
      {},
      { path: 'nx.json azure.localMode', expected: modes, given: '"readonly"' },
    ],
    [
      'ciMode, though this run is local',
      { ciMode: 'no-chache' },
      {},
      { path: 'nx.json azure.ciMode', expected: modes, given: '"no-chache"' },
    ],
    [
      'the override',
      {},
      { NX_POWERPACK_CACHE_MODE: 'READ-ONLY' },
      { path: 'NX_POWERPACK_CACHE_MODE', expected: modes, given: '"READ-ONLY"' },
    ],
    [
      'a key',
      { localmode: 'no-cache' },
      {},
      { path: 'nx.json azure.localmode', expected: keys, given: 'an unknown key' },
    ],
    [
      'a key that every object has',
      { constructor: 'no-cache' },
      {},
      { path: 'nx.json azure.constructor', expected: keys, given: 'an unknown key' },
    ],
  ])('%s', (_, settings, env, issue) => {
    expect(issuesOf({ ...azure, ...settings }, env)).toEqual([issue]);
  });
});

test('all problems are listed at once', () => {
  const settings = { container: 'NO', endpoint: 5, localMode: 'off', one: 1, two: 'secret' };
  const env = {
    NX_AZURE_CACHE_PREFIX: '../up',
    NX_POWERPACK_CACHE_MODE: 'on',
    NX_AZURE_CACHE_DRAIN_TIMEOUT: 'long',
    AZURE_STORAGE_KEY: keyOf('acme'),
  };
  const issues = issuesOf(settings, env);
  expect(issues.map(({ path, given }) => [path, given])).toEqual([
    ['nx.json azure.one', 'an unknown key'],
    ['nx.json azure.two', 'an unknown key'],
    ['nx.json azure.container', '"NO"'],
    ['nx.json azure.endpoint', '5'],
    ['NX_AZURE_CACHE_PREFIX', '"../up"'],
    ['nx.json azure.localMode', '"off"'],
    ['nx.json azure.accountName', 'nothing'],
    ['NX_POWERPACK_CACHE_MODE', '"on"'],
    ['NX_AZURE_CACHE_DRAIN_TIMEOUT', '"long"'],
  ]);
  expect(new ConfigError(issues).message).toContain(
    'NX_AZURE_CACHE_DRAIN_TIMEOUT: expected a number of seconds, e.g. 30, got "long"',
  );
});

describe('what is missing', () => {
  const container = 'the name of a container (or NX_AZURE_CACHE_CONTAINER)';
  const account = 'the name of a storage account (or NX_AZURE_CACHE_ACCOUNT_NAME)';
  const keyOwner = 'the account that AZURE_STORAGE_KEY belongs to (or NX_AZURE_CACHE_ACCOUNT_NAME)';
  const endpoint = 'https://cache.acme.example';

  test.each<[string, object | undefined, Environment, string[]]>([
    ['everything', {}, {}, [container, account]],
    ['everything, without an azure key', undefined, {}, [container, account]],
    ['blank is missing', { container: ' ', accountName: '' }, {}, [container, account]],
    ['the container', { accountName: 'acme' }, {}, [container]],
    ['the account', { container: 'cache' }, {}, [account]],
    ['the account of a SAS', { container: 'cache' }, { AZURE_STORAGE_SAS_TOKEN: sasWith('sp=r') }, [account]],
    ['an endpoint names it', { container: 'cache', endpoint }, {}, []],
    [
      'an endpoint does so for a SAS',
      { container: 'cache', endpoint },
      { AZURE_STORAGE_SAS_TOKEN: sasWith('sp=r') },
      [],
    ],
    [
      'an endpoint is not enough for a key',
      { container: 'cache', endpoint },
      { AZURE_STORAGE_KEY: keyOf('acme') },
      [keyOwner],
    ],
    [
      'a connection string names it',
      { container: 'cache' },
      { AZURE_STORAGE_CONNECTION_STRING: 'UseDevelopmentStorage=true' },
      [],
    ],
  ])('%s', (_, settings, env, expected) => {
    expect(issuesOf(settings, env).map((issue) => issue.expected)).toEqual(expected);
  });
});

test.each([5, null, 'cache', ['cache'], true])('an azure key of %j is not an object', (given) => {
  const env = { NX_AZURE_CACHE_CONTAINER: 'cache', NX_AZURE_CACHE_ACCOUNT_NAME: 'acme' };
  expect(issuesOf(given, env)).toEqual([
    { path: 'nx.json azure', expected: 'an object', given: JSON.stringify(given) },
  ]);
});

test.each<[string, unknown, Environment]>([
  ['an endpoint with a pasted SAS', { endpoint: 'https://acme.example/?sv=1&sig=SECRET' }, {}],
  ['the same in the environment', {}, { NX_AZURE_CACHE_ENDPOINT: 'https://acme.example/?sv=1&sig=SECRET' }],
  ['an endpoint with a login', { endpoint: 'https://acme:SECRET@acme.example' }, {}],
  ['a connection string for an account', { accountName: 'AccountName=acme;AccountKey=SECRET' }, {}],
  ['a SAS for a container', { container: 'sv=1&sig=SECRET' }, {}],
  ['a key of our own invention', { accountKey: 'SECRET' }, {}],
  ['a connection string in the place of the object', 'AccountKey=SECRET', {}],
])('no secret is shown: %s', (_, settings, env) => {
  const issues = issuesOf(settings, env);
  expect(issues.length).toBeGreaterThan(0);
  expect(new ConfigError(issues).message).not.toContain('SECRET');
});
