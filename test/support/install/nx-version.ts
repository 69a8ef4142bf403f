import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cachedFolder, once } from './cached-folder.js';
import { tarball as packed } from './pack.js';
import { addDependencies, type PackageManager, type Variables } from './package-manager.js';
import { alias, licenseAliases, startRegistry } from './registry.js';

/** The lines of Nx that the package supports; each is tried at its newest patch. */
const nxLines = {
  '20.1': '~20.1.0',
  '20.4': '~20.4.0',
  '20.8': '~20.8.0',
  '21': '^21',
  '22': '^22',
  '23.0': '~23.0.0',
  '23': '^23',
  '24': '^24',
} as const;
export type NxLine = keyof typeof nxLines;

/** A folder with `node_modules` as a user has it: Nx of the line, and the tarball under the documented alias. */
export async function installNx(
  line: NxLine,
  manager: PackageManager = 'npm',
  tarball = packed,
): Promise<string> {
  const name = `nx-${line}-${manager.replace(' ', '-')}`;
  if (manager === 'npm') return installInTwoSteps(name, { line, tarball });
  return cachedFolder(
    name,
    async (folder) => {
      await addNx(line, folder, manager);
      await addPlugin(tarball, folder, manager);
    },
    digestOf(tarball),
  );
}

/** The same without the package, to compare with. */
export function installNxAlone(line: NxLine): Promise<string> {
  return cachedFolder(`nx-${line}-alone`, (empty) => addNx(line, empty, 'npm'));
}

/** The same with npm, and the package under the names by which Nx looks licenses up, too. */
export function installNxWithLicenses(line: NxLine): Promise<string> {
  const fill = async (empty: string) => {
    cpSync(await installNx(line), empty, { recursive: true, verbatimSymlinks: true });
    await addPlugin(packed, empty, 'npm', { names: licenseAliases });
  };
  return cachedFolder(`nx-${line}-licenses`, fill, digestOf(packed));
}

/** The same with npm, as it installs on Windows. */
export function installNxForWindows(line: NxLine): Promise<string> {
  return installInTwoSteps(`nx-${line}-windows`, { line, tarball: packed, env: onWindows });
}

/** npm's own settings: the modules for another system, and none of their scripts. */
const onWindows = { npm_config_os: 'win32', npm_config_cpu: 'x64', npm_config_ignore_scripts: 'true' };

const digestOf = (tarball: string) => createHash('sha256').update(readFileSync(tarball)).digest('hex');

/** Nx once, the tarball each time that it is another one: with six lines of Nx it is worth it. */
async function installInTwoSteps(
  name: string,
  { line, tarball, env }: { line: NxLine; tarball: string; env?: Variables },
): Promise<string> {
  const root = await cachedFolder(name, async (empty) => {
    await addNx(line, empty, 'npm', env);
    for (const file of manifests) copyFileSync(join(empty, file), join(empty, `.without-plugin-${file}`));
  });
  await once(join(root, 'node_modules'), digestOf(tarball), async () => {
    forgetPlugin(root);
    await addPlugin(tarball, root, 'npm', { env });
  });
  return root;
}

const manifests = ['package.json', 'package-lock.json'];

/** npm would take another tarball of the same version for the one it has. */
function forgetPlugin(folder: string): void {
  for (const path of [alias, '.package-lock.json']) {
    rmSync(join(folder, 'node_modules', path), { recursive: true, force: true });
  }
  for (const file of manifests) copyFileSync(join(folder, `.without-plugin-${file}`), join(folder, file));
}

async function addNx(line: NxLine, folder: string, manager: PackageManager, env?: Variables): Promise<void> {
  writeFileSync(join(folder, 'package.json'), '{ "name": "workspace", "private": true }\n');
  await addDependencies(manager, folder, { packages: [`nx@${nxLines[line]}`], env });
}

async function addPlugin(
  tarball: string,
  folder: string,
  manager: PackageManager,
  { names = [alias], env }: { names?: readonly string[]; env?: Variables | undefined } = {},
): Promise<void> {
  const registry = await startRegistry(tarball);
  // yarn berry takes the alias only with a version.
  const packages = names.map((name) => `${name}@npm:nx-azure-cache${manager === 'yarn' ? '@*' : ''}`);
  try {
    await addDependencies(manager, folder, { packages, registry: registry.url, env });
  } finally {
    registry.close();
  }
}
