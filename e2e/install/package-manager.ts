import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cachedFolder } from './cached-folder.js';
import { execute } from './execute.js';

export type PackageManager = 'npm' | 'pnpm' | 'yarn classic' | 'yarn';

/** How a user of each manager adds development dependencies, from a registry of our choice. */
export async function addDependencies(
  manager: PackageManager,
  folder: string,
  { packages, registry }: { packages: readonly string[]; registry?: string },
): Promise<void> {
  prepare(manager, folder);
  const [file, ...args] = await command(manager);
  await execute(
    [file, ...args, ...packages, ...registryFlag(manager, registry)],
    folder,
    registryVariables(registry),
  );
}

async function command(manager: PackageManager): Promise<[string, ...string[]]> {
  const script = (path: string) => [process.execPath, path] as const;
  switch (manager) {
    case 'npm':
      return ['npm', 'install', '--save-dev', '--no-audit', '--no-fund'];
    case 'pnpm':
      return [
        ...script(join(await installed('pnpm@10'), 'pnpm/bin/pnpm.cjs')),
        'add',
        '-D',
        '--ignore-workspace',
      ];
    case 'yarn classic':
      return [
        ...script(join(await installed('yarn@1'), 'yarn/bin/yarn.js')),
        'add',
        '--dev',
        '--ignore-engines',
      ];
    case 'yarn':
      return [
        ...script(join(await installed('@yarnpkg/cli-dist@4'), '@yarnpkg/cli-dist/bin/yarn.js')),
        'add',
        '-D',
      ];
  }
}

async function installed(spec: string): Promise<string> {
  const folder = await cachedFolder(`manager-${spec.replaceAll(/\W+/g, '-')}`, async (empty) => {
    writeFileSync(join(empty, 'package.json'), '{ "private": true }');
    await execute(['npm', 'install', '--no-audit', '--no-fund', spec], empty);
  });
  return join(folder, 'node_modules');
}

/** Makes the folder a project of its own, below this one though it is. */
function prepare(manager: PackageManager, folder: string): void {
  if (manager !== 'yarn') return;
  writeFileSync(join(folder, 'yarn.lock'), '', { flag: 'a' });
  writeFileSync(join(folder, '.yarnrc.yml'), 'nodeLinker: node-modules\nenableTelemetry: false\n');
}

function registryFlag(manager: PackageManager, registry?: string): string[] {
  return registry === undefined || manager === 'yarn' ? [] : ['--registry', registry];
}

function registryVariables(registry?: string): Record<string, string> {
  if (registry === undefined) return {};
  return { YARN_NPM_REGISTRY_SERVER: registry, YARN_UNSAFE_HTTP_WHITELIST: '127.0.0.1' };
}
