import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { version } from '../../package.json';
import { accountName } from '../../test/support/azurite.js';
import { execute } from '../../test/support/install/execute.js';
import { tarball } from '../../test/support/install/pack.js';
import { commandsOf, registryVariables } from '../../test/support/install/package-manager.js';
import { alias, startRegistry } from '../../test/support/install/registry.js';
import { pushToMain } from '../../test/support/workspace/github.js';
import { useLab } from '../../test/support/workspace/lab.js';
import { createMachine } from '../../test/support/workspace/machine.js';
import { build, genuineTool, stampedProject } from '../../test/support/workspace/stamped-project.js';

const lab = useLab();
const nxJson = JSON.stringify({ useInferencePlugins: false, neverConnectToCloud: true, analytics: false });
const files = {
  'nx.json': nxJson,
  'package.json': '{ "name": "workspace", "private": true }\n',
  '.gitignore': 'node_modules\ndist\n.yarn\n',
  ...genuineTool,
  ...stampedProject('web'),
};

/** The path of the manager, and its registry. Its own home contains no older tarball of the same version. */
async function variablesOf(manager: Parameters<typeof commandsOf>[0], registry: string) {
  const path = [await commandsOf(manager), dirname(process.execPath), process.env['PATH'] ?? ''];
  return {
    PATH: path.join(delimiter),
    YARN_ENABLE_IMMUTABLE_INSTALLS: 'false', // as outside of CI
    npm_config_registry: registry,
    ...registryVariables(registry),
  };
}

/** By which each takes the registry, and keeps to this folder. */
const settings = (registry: string) => ({
  '.npmrc': `registry=${registry}\n`,
  '.yarnrc': `registry "${registry}"\nignore-engines true\n`,
  '.yarnrc.yml': 'nodeLinker: node-modules\nenableTelemetry: false\n',
});

// npm has its own page and test (getting-started.e2e.ts). Yarn refuses an Nx when the registry lacks one of its platforms.
test.each([
  { manager: 'pnpm', nx: '24', add: 'pnpm add -D', exec: 'pnpm exec', lockFile: 'pnpm-lock.yaml' },
  { manager: 'yarn classic', nx: '22', add: 'yarn add --dev', exec: 'yarn', lockFile: 'yarn.lock' },
  { manager: 'yarn', nx: '22', add: 'yarn add -D', exec: 'yarn', lockFile: 'yarn.lock' },
  { manager: 'bun', nx: '24', add: 'bun add --dev', exec: 'bunx', lockFile: 'bun.lock' },
] as const)('with $manager init sets the cache up, and remove takes it out again', async (row) => {
  const { manager, nx, add, exec, lockFile } = row;
  const { azure, env } = await lab.cloud.createShare();
  const registry = await startRegistry(tarball);
  onTestFinished(() => {
    registry.close();
  });
  const share = { azure: undefined, env: { ...env, ...(await variablesOf(manager, registry.url)) } };
  const empty = manager === 'yarn' ? { 'yarn.lock': '' } : {};
  const first = createMachine({ files: { ...files, ...settings(registry.url), ...empty }, env: share.env });
  onTestFinished(() => {
    first.dispose();
  });

  const { workspace } = first;
  const type = async (line: string) =>
    stripVTControlCharacters(await execute(['sh', '-c', line], workspace, first.env));
  const manifest = () => JSON.parse(readFileSync(join(workspace, 'package.json'), 'utf8')) as object;
  const isThere = (name: string) => existsSync(join(workspace, 'node_modules', name));
  await type(`${add} nx@^${nx}`);
  const before = manifest();

  const options = `--accountName=${accountName} --container=${azure.container} --no-interactive`;
  await type(`${add} nx-azure-cache`);
  const added = await type(`${exec} nx g nx-azure-cache:init ${options}`);
  expect(added).toContain(`${exec} nx-azure-cache doctor`);
  expect(manifest()).toMatchObject({ devDependencies: { [alias]: `npm:nx-azure-cache@${version}` } });
  expect([isThere(alias), isThere('nx-azure-cache')]).toEqual([true, false]);
  expect(await type(`${exec} nx-azure-cache doctor || true`)).toMatch(/pass +Package/);

  const built = await first.nx(['run-many', '-t', 'build'], { env: pushToMain });
  expect(built.statuses).toEqual({ 'web:build': 'cache-miss' });
  const read = (file: string) => [file, readFileSync(join(workspace, file), 'utf8')] as const;
  const committed = Object.fromEntries(['nx.json', 'package.json', lockFile].map(read));
  const second = await lab.machine(share, { ...files, ...committed }, { install: workspace });
  expect((await build(second)).statuses).toEqual({ 'web:build': 'remote-cache-hit' });

  await type(`${exec} nx g ${alias}:remove`);
  expect(manifest()).toEqual(before);
  expect(isThere(alias)).toBe(false);
});
