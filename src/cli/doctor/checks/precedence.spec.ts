import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { createWorkspace, installStub } from '../../../../test/fakes/setup.js';
import type { Environment } from '../../../config/environment.js';
import { createSetup } from '../setup.js';
import { findingsOf } from '../check.js';
import { checkPrecedence } from './precedence.js';

function look(nxJson: object, env: Environment = {}, folder = createWorkspace(nxJson)) {
  writeFileSync(join(folder, 'nx.json'), JSON.stringify(nxJson));
  return { folder, findings: findingsOf(checkPrecedence, createSetup(folder, env)) };
}

const clear = [
  { status: 'pass', detail: 'Nx asks this package for artifacts, and no other cache before it' },
];

test.each<[object, Environment, string, string, string]>([
  [{ nxCloudId: 'abc' }, {}, 'fail', 'Nx Cloud is in use (nxCloudId)', 'remove nxCloudId'],
  [{}, { NX_SKIP_REMOTE_CACHE: 'true' }, 'fail', 'Nx uses no remote cache', 'remove NX_SKIP_REMOTE_CACHE'],
  [{}, { NX_SKIP_NX_CACHE: 'true' }, 'fail', 'no cache at all', 'remove NX_SKIP_NX_CACHE'],
  [
    {},
    { NX_SELF_HOSTED_REMOTE_CACHE_SERVER: 'http://a' },
    'warn',
    'asks this package first',
    'remove NX_SELF_HOSTED',
  ],
])(
  'nx.json %j with %j is a finding until the setting is removed',
  async (nxJson, env, status, ...[detail, fix]) => {
    const broken = look(nxJson, env);
    expect(await broken.findings).toEqual([
      {
        status,
        detail: expect.stringContaining(detail) as string,
        fix: expect.stringContaining(fix) as string,
      },
    ]);
    expect(await look({}, {}, broken.folder).findings).toEqual(clear);
  },
);

test.each(['@nx/s3-cache', '@nx/powerpack-shared-fs-cache', '@nx/azure-cache'])(
  '%s, which Nx asks first, is a failure until it is uninstalled, and is not loaded',
  async (name) => {
    const { folder } = look({});
    installStub(folder, name, { version: '5.0.0', main: 'throw new Error("loaded")' });
    expect(await look({}, {}, folder).findings).toEqual([
      { status: 'fail', detail: `Nx asks ${name} 5.0.0 before this package`, fix: `npm uninstall ${name}` },
    ]);
    rmSync(join(folder, 'node_modules', name), { recursive: true });
    expect(await look({}, {}, folder).findings).toEqual(clear);
  },
);

test('this package under another of those names passes', async () => {
  const { folder } = look({});
  installStub(folder, '@nx/azure-cache', { name: 'nx-azure-cache', version: '0.1.0' });
  expect(await look({}, {}, folder).findings).toEqual(clear);
});

test('scripts that turn caches off are warnings', async () => {
  const { folder } = look({});
  const scripts = {
    ci: 'nx affected -t build --skip-remote-cache',
    test: 'nx test',
    all: 'nx build --skipNxCache',
  };
  writeFileSync(join(folder, 'package.json'), `\uFEFF${JSON.stringify({ scripts })}`);
  expect(await look({}, {}, folder).findings).toMatchObject([
    {
      status: 'warn',
      detail: 'the script "ci" in package.json uses --skip-remote-cache, so its runs do not use the cache',
    },
    {
      status: 'warn',
      detail: 'the script "all" in package.json uses --skipNxCache, so its runs do not use the cache',
    },
  ]);
});

test('the check is skipped without an nx.json', async () => {
  expect(await findingsOf(checkPrecedence, createSetup(createWorkspace(undefined), {}))).toMatchObject([
    { status: 'skip' },
  ]);
});

test('a custom task runner is a warning for Nx 20', async () => {
  const nxJson = { tasksRunnerOptions: { default: { runner: 'my-runner' } } };
  const { folder } = look({});
  installStub(folder, 'nx', { version: '20.8.4' });
  expect(await look(nxJson, {}, folder).findings).toEqual([
    {
      status: 'warn',
      detail: 'the task runner is my-runner, which may use its own cache instead of this one',
      fix: 'remove "runner" from tasksRunnerOptions in nx.json',
    },
  ]);
  expect(await look({}, {}, folder).findings).toEqual(clear);
});
