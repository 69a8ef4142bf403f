import { describe, expect, test } from 'vitest';

import type { Environment } from '../../config/environment.js';
import { cachesBeforeOurs, findCustomRunner, findOffSwitches, findCloud } from './nx-rules.js';

type NxJson = Readonly<Record<string, unknown>>;
const runOf = (nxJson: NxJson, env: Environment, version: string | undefined = '24.0.6') => ({
  nxJson,
  env,
  version,
});

describe('Nx Cloud', () => {
  test.each<[NxJson, Environment, string | undefined]>([
    [{}, {}, undefined],
    [{ nxCloudId: 'abc' }, {}, 'nxCloudId'],
    [{ nxCloudAccessToken: 'abc' }, {}, 'nxCloudAccessToken'],
    [{}, { NX_CLOUD_ACCESS_TOKEN: 'abc' }, 'NX_CLOUD_ACCESS_TOKEN'],
    [{}, { NX_CLOUD_AUTH_TOKEN: 'abc' }, 'NX_CLOUD_AUTH_TOKEN'],
    [{ tasksRunnerOptions: { default: { runner: 'nx-cloud' } } }, {}, 'the runner nx-cloud'],
    [{ nxCloudId: 'abc', neverConnectToCloud: true }, {}, undefined],
    [{ nxCloudId: 'abc' }, { NX_NO_CLOUD: 'true' }, undefined],
    [{ nxCloudId: 'abc' }, { NX_NO_CLOUD: '1' }, 'nxCloudId'],
    [{ nxCloudId: '', nxCloudAccessToken: null }, { NX_CLOUD_ACCESS_TOKEN: '' }, undefined],
  ])('%j %j: %s', (nxJson, env, expected) => {
    expect(findCloud(runOf(nxJson, env))).toBe(expected);
  });

  test('has another variable from Nx 21 on', () => {
    expect(findCloud(runOf({}, { NX_CLOUD_AUTH_TOKEN: 'abc' }, '20.8.4'))).toBeUndefined();
  });
});

test('Nx asks more packages from 20.7 on', () => {
  expect(cachesBeforeOurs(runOf({}, {}, '20.1.4'))).toEqual([
    '@nx/powerpack-s3-cache',
    '@nx/powerpack-shared-fs-cache',
    '@nx/powerpack-gcs-cache',
  ]);
  const newest = cachesBeforeOurs(runOf({}, {}, undefined));
  expect(newest).toEqual(cachesBeforeOurs(runOf({}, {}, '20.7.0')));
  expect(newest).toHaveLength(7);
  expect(newest.at(-1)).toBe('@nx/azure-cache');
});

describe('the settings that turn the remote cache off', () => {
  test.each<[NxJson, Environment, string, string[]]>([
    [{}, { NX_SKIP_NX_CACHE: 'true' }, '20.1.4', ['NX_SKIP_NX_CACHE']],
    [{}, { NX_SKIP_REMOTE_CACHE: 'true', NX_DISABLE_NX_CACHE: 'true' }, '20.1.4', []],
    [{}, { NX_SKIP_REMOTE_CACHE: 'true' }, '20.8.4', ['NX_SKIP_REMOTE_CACHE']],
    [
      {},
      { NX_DISABLE_REMOTE_CACHE: 'true', NX_DISABLE_NX_CACHE: 'true' },
      '24.0.6',
      ['NX_DISABLE_NX_CACHE', 'NX_DISABLE_REMOTE_CACHE'],
    ],
    [{}, { NX_SKIP_REMOTE_CACHE: '1' }, '24.0.6', []],
    [{ useLegacyCache: true }, {}, '20.8.4', ['"useLegacyCache" in nx.json']],
    [{}, { NX_DISABLE_DB: 'true', NX_DB_CACHE: 'false' }, '20.1.4', ['NX_DISABLE_DB', 'NX_DB_CACHE=false']],
    [{ useLegacyCache: true }, { NX_DISABLE_DB: 'true' }, '21.0.0', []],
  ])('%j %j in Nx %s: %j', (nxJson, env, version, expected) => {
    expect(findOffSwitches(runOf(nxJson, env, version)).map(({ name }) => name)).toEqual(expected);
  });
});

describe('a custom task runner', () => {
  const runner = (name: string) => ({ tasksRunnerOptions: { default: { runner: name } } });
  test.each<[NxJson, string, string | undefined]>([
    [runner('nx-remotecache-azure'), '20.8.4', 'nx-remotecache-azure'],
    [runner('nx-remotecache-azure'), '21.0.0', undefined],
    [runner('nx/tasks-runners/default'), '20.8.4', undefined],
    [runner('nx-cloud'), '20.8.4', undefined],
    [{ tasksRunnerOptions: { default: { options: {} } } }, '20.8.4', undefined],
  ])('in %j of Nx %s: %s', (nxJson, version, expected) => {
    expect(findCustomRunner(runOf(nxJson, {}, version))).toBe(expected);
  });
});
