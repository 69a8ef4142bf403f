import { createHash } from 'node:crypto';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cachedFolder } from '../../test/support/install/cached-folder.js';
import { addDependencies } from '../../test/support/install/package-manager.js';
import { startRegistry } from '../../test/support/install/registry.js';

/** A folder `.tmp/bench-<name>` with these packages, installed once by plain npm. */
export function installPackages(name: string, packages: readonly string[]): Promise<string> {
  return cachedFolder(`bench-${name}`, (folder) => addPackages(folder, packages), packages.join(' '));
}

/** The same with our tarball under the name that Nx looks for; again when it is another tarball. */
export function installOurs(name: string, packages: readonly string[], tarball: string): Promise<string> {
  const digest = createHash('sha256').update(readFileSync(tarball)).digest('hex');
  return cachedFolder(
    `bench-${name}`,
    async (folder) => {
      await addPackages(folder, packages);
      const registry = await startRegistry(tarball);
      try {
        const alias = ['@nx/powerpack-azure-cache@npm:nx-azure-cache'];
        await addDependencies('npm', folder, { packages: alias, registry: registry.url });
      } finally {
        registry.close();
      }
    },
    digest,
  );
}

/** The same with a plugin of the benchmark's own under that name. */
export function installOwn(name: string, packages: readonly string[], plugin: string): Promise<string> {
  const source = readFileSync(join(plugin, 'index.mjs'));
  const digest = createHash('sha256').update(source).digest('hex');
  return cachedFolder(
    `bench-${name}`,
    async (folder) => {
      await addPackages(folder, packages);
      cpSync(plugin, join(folder, 'node_modules/@nx/powerpack-azure-cache'), { recursive: true });
    },
    digest,
  );
}

async function addPackages(folder: string, packages: readonly string[]): Promise<void> {
  writeFileSync(join(folder, 'package.json'), '{ "name": "bench", "private": true }\n');
  await addDependencies('npm', folder, { packages });
}
