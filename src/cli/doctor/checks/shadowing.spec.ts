import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createWorkspace, installStub } from '../../../../test/support/fakes/setup.js';
import type { Environment } from '../../../config/environment.js';
import { createSetup } from '../setup.js';
import { shadowing } from './shadowing.js';

function look(nxJson: object, env: Environment = {}, folder = createWorkspace(nxJson)) {
  writeFileSync(join(folder, 'nx.json'), JSON.stringify(nxJson));
  return { folder, findings: shadowing.run(createSetup(folder, env)) };
}

const clear = [{ status: 'pass', detail: 'nothing keeps Nx from asking this package' }];

test.each<[object, Environment, string, string, string]>([
  [{ nxCloudId: 'abc' }, {}, 'fail', 'Nx Cloud is used (nxCloudId)', 'take nxCloudId away'],
  [{}, { NX_SKIP_REMOTE_CACHE: 'true' }, 'fail', 'Nx asks no remote cache', 'take NX_SKIP_REMOTE_CACHE away'],
  [{}, { NX_SKIP_NX_CACHE: 'true' }, 'fail', 'no cache at all', 'take NX_SKIP_NX_CACHE away'],
  [
    {},
    { NX_SELF_HOSTED_REMOTE_CACHE_SERVER: 'http://a' },
    'warn',
    'asks this package first',
    'take NX_SELF_HOSTED',
  ],
])('%j %j, until that is taken away', async (nxJson, env, status, ...[detail, fix]) => {
  const broken = look(nxJson, env);
  expect(await broken.findings).toEqual([
    {
      status,
      detail: expect.stringContaining(detail) as string,
      fix: expect.stringContaining(fix) as string,
    },
  ]);
  expect(await look({}, {}, broken.folder).findings).toEqual(clear);
});

test.each(['@nx/s3-cache', '@nx/powerpack-shared-fs-cache', '@nx/azure-cache'])(
  '%s, which Nx asks first, until it is uninstalled; it is not loaded',
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

test('this very package by another of those names is fine', async () => {
  const { folder } = look({});
  installStub(folder, '@nx/azure-cache', { name: 'nx-azure-cache', version: '0.1.0' });
  expect(await look({}, {}, folder).findings).toEqual(clear);
});

test('scripts that switch caches off', async () => {
  const { folder } = look({});
  const scripts = {
    ci: 'nx affected -t build --skip-remote-cache',
    test: 'nx test',
    all: 'nx build --skipNxCache',
  };
  writeFileSync(join(folder, 'package.json'), `\uFEFF${JSON.stringify({ scripts })}`);
  expect(await look({}, {}, folder).findings).toMatchObject([
    { status: 'warn', detail: 'the script "ci" of package.json runs with --skip-remote-cache' },
    { status: 'warn', detail: 'the script "all" of package.json runs with --skipNxCache' },
  ]);
});

test('without an nx.json there is nothing to look at', async () => {
  expect(await shadowing.run(createSetup(createWorkspace(undefined), {}))).toMatchObject([
    { status: 'skip' },
  ]);
});
