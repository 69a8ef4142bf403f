import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cachedFolder } from './cached-folder.js';
import { execute } from './execute.js';

export type PackageManager = 'npm' | 'pnpm' | 'yarn classic' | 'yarn' | 'bun';

export type Variables = Readonly<Record<string, string>>;

/** How a user of each manager adds development dependencies, from a registry of our choice. */
export async function addDependencies(
  manager: PackageManager,
  folder: string,
  {
    packages,
    registry,
    env,
  }: { packages: readonly string[]; registry?: string; env?: Variables | undefined },
): Promise<void> {
  prepare(manager, folder);
  const [file, ...args] = await command(manager);
  await execute([file, ...args, ...packages, ...registryFlag(manager, registry)], folder, {
    ...registryVariables(registry),
    ...env,
  });
}

/** The npm package of each manager that Node does not include. */
const packages = {
  pnpm: 'pnpm@10',
  'yarn classic': 'yarn@1',
  yarn: '@yarnpkg/cli-dist@4',
  bun: 'bun@1',
} as const satisfies Partial<Record<PackageManager, string>>;

/** The folder with the commands of a manager, e.g. `yarn`. */
export const commandsOf = async (manager: keyof typeof packages) =>
  join(await installed(packages[manager]), '.bin');

async function command(manager: PackageManager): Promise<[string, ...string[]]> {
  if (manager === 'npm') return ['npm', 'install', '--save-dev', '--no-audit', '--no-fund'];
  const name = manager === 'yarn classic' ? 'yarn' : manager;
  return [join(await commandsOf(manager), name), ...addition[manager]];
}

/** The arguments by which a manager adds development dependencies to a standalone project inside another project. */
const addition = {
  pnpm: ['add', '-D', '--ignore-workspace'],
  'yarn classic': ['add', '--dev', '--ignore-engines'],
  yarn: ['add', '-D'],
  bun: ['add', '--dev'],
} as const;

async function installed(spec: string): Promise<string> {
  const folder = await cachedFolder(`manager-${spec.replaceAll(/\W+/g, '-')}`, async (empty) => {
    writeFileSync(join(empty, 'package.json'), '{ "private": true }');
    await execute(['npm', 'install', '--no-audit', '--no-fund', '--ignore-scripts', spec], empty);
    const script = join(empty, 'node_modules/bun/install.js');
    if (existsSync(script)) await execute([process.execPath, script], empty);
  });
  return join(folder, 'node_modules');
}

/** Makes the folder a standalone project, although it is inside this one. */
function prepare(manager: PackageManager, folder: string): void {
  if (manager !== 'yarn') return;
  writeFileSync(join(folder, 'yarn.lock'), '', { flag: 'a' });
  writeFileSync(join(folder, '.yarnrc.yml'), 'nodeLinker: node-modules\nenableTelemetry: false\n');
}

function registryFlag(manager: PackageManager, registry?: string): string[] {
  return registry === undefined || manager === 'yarn' ? [] : ['--registry', registry];
}

/** The variables by which yarn takes a registry; the others take `npm_config_registry` too. */
export function registryVariables(registry?: string): Record<string, string> {
  if (registry === undefined) return {};
  return { YARN_NPM_REGISTRY_SERVER: registry, YARN_UNSAFE_HTTP_WHITELIST: '127.0.0.1' };
}
