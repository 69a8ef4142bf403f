import { describe, expect, test } from 'vitest';
import { keyOf } from '../../test/support/fakes/credentials.js';
import { resolveEntra } from './entra.js';
import { resolveConfig } from './resolve-config.js';

const azure = { container: 'cache', accountName: 'acme' };

test('a container and an account are enough', () => {
  expect(resolveConfig(azure, {})).toEqual({
    container: 'cache',
    accountName: 'acme',
    entra: resolveEntra({}, []),
    endpoint: undefined,
    prefix: '',
    mode: { read: true, write: true },
    credential: { kind: 'default' },
    drain: { stalled: 10_000, total: 300_000 },
    trust: undefined,
    recordRuns: false,
    outputs: { summary: undefined, jobSummary: undefined },
    newNxWarning: true,
    license: undefined,
    producer: expect.stringContaining('nx-azure-cache/') as string,
    verbose: false,
  });
});

test('the configuration can be sent to the worker thread', () => {
  const config = resolveConfig(azure, { AZURE_STORAGE_KEY: keyOf('acme') });
  expect(structuredClone(config)).toEqual(config);
});

describe('precedence', () => {
  const file = { ...azure, endpoint: 'https://file.example', prefix: 'file' };

  test.each([
    ['container', 'NX_AZURE_CACHE_CONTAINER', 'from-env', 'cache'],
    ['accountName', 'NX_AZURE_CACHE_ACCOUNT_NAME', 'fromenv', 'acme'],
    ['endpoint', 'NX_AZURE_CACHE_ENDPOINT', 'https://env.example', 'https://file.example'],
    ['prefix', 'NX_AZURE_CACHE_PREFIX', 'env', 'file'],
  ])('%s: %s wins over nx.json, unless it is blank', (key, name, given, inFile) => {
    expect(resolveConfig(file, { [name]: given })).toMatchObject({ [key]: given });
    expect(resolveConfig(file, { [name]: ` ${given}\n` })).toMatchObject({ [key]: given });
    expect(resolveConfig(file, { [name]: ' ' })).toMatchObject({ [key]: inFile });
    expect(resolveConfig(file, {})).toMatchObject({ [key]: inFile });
  });

  test('a variable also wins over a value that is wrong', () => {
    const settings = { ...azure, container: 'NOT OK' };
    expect(resolveConfig(settings, { NX_AZURE_CACHE_CONTAINER: 'cache' })).toMatchObject(azure);
  });

  test('the environment alone is enough', () => {
    const env = { NX_AZURE_CACHE_CONTAINER: 'cache', NX_AZURE_CACHE_ACCOUNT_NAME: 'acme' };
    expect(resolveConfig(undefined, env)).toMatchObject(azure);
  });

  test('a blank text in nx.json is absent', () => {
    const blank = { endpoint: '', prefix: ' ', localMode: '', ciMode: '\t' };
    expect(resolveConfig({ ...azure, ...blank }, {})).toEqual(resolveConfig(azure, {}));
  });
});

describe('a record of each run is kept', () => {
  const [current, former] = ['NX_AZURE_CACHE_RECORD_RUNS', 'NX_AZURE_CACHE_RUNS'];
  test.each([
    ['not by default', {}, {}, false],
    ['if nx.json says so', { recordRuns: true }, {}, true],
    ['if the variable says so', {}, { [current]: 'true' }, true],
    [
      'not if the variable says so, whatever nx.json says',
      { recordRuns: true },
      { [current]: 'false' },
      false,
    ],
    ['as nx.json says if the variable is blank', { recordRuns: true }, { [current]: ' ' }, true],
    ['if nx.json says so by the former name', { runs: true }, {}, true],
    ['if the variable says so by its former name', {}, { [former]: 'true' }, true],
    ['not if the former variable says so, whatever runs says', { runs: true }, { [former]: 'false' }, false],
    ['as the current key says, not the former one', { recordRuns: false, runs: true }, {}, false],
    ['as the current key says, not the former variable', { recordRuns: true }, { [former]: 'false' }, true],
    ['as the current variable says, not the former', {}, { [current]: 'true', [former]: 'false' }, true],
  ])('%s', (_, settings, env, expected) => {
    expect(resolveConfig({ ...azure, ...settings }, env).recordRuns).toBe(expected);
  });
});

describe('the mode', () => {
  const readWrite = { read: true, write: true };
  const readOnly = { read: true, write: false };
  const noCache = { read: false, write: false };
  const both = { localMode: 'read-only', ciMode: 'no-cache' };
  const override = { NX_POWERPACK_CACHE_MODE: 'read-write' };

  test.each([
    ['by default', {}, {}, readWrite],
    ['by default in CI', {}, { CI: 'true' }, readWrite],
    ['localMode on a machine of a person', both, {}, readOnly],
    ['ciMode in CI', both, { CI: 'true' }, noCache],
    ['CI=false is local', both, { CI: 'false' }, readOnly],
    ['localMode says nothing about CI', { localMode: 'no-cache' }, { CI: 'true' }, readWrite],
    ['ciMode says nothing about local runs', { ciMode: 'no-cache' }, {}, readWrite],
    ['the other word for read-only', { localMode: 'read' }, {}, readOnly],
    ['the override, local', both, override, readWrite],
    ['the override in CI', both, { CI: 'true', ...override }, readWrite],
    ['an override that restricts', {}, { NX_POWERPACK_CACHE_MODE: ' no-cache ' }, noCache],
    ['a blank override is absent', both, { NX_POWERPACK_CACHE_MODE: '' }, readOnly],
  ])('%s', (_, settings, env, expected) => {
    expect(resolveConfig({ ...azure, ...settings }, env).mode).toEqual(expected);
  });
});

test.each([
  ['true', true],
  ['TRUE', false],
  ['1', false],
  ['', false],
])('NX_VERBOSE_LOGGING=%s: verbose is %s, as for Nx', (value, expected) => {
  expect(resolveConfig(azure, { NX_VERBOSE_LOGGING: value }).verbose).toBe(expected);
});
