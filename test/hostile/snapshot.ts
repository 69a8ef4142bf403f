import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** Every entry below `folder`: path → description, e.g. `bin/cli` → `file 755 I2Eh…`. */
export function snapshot(folder: string): Record<string, string> {
  return Object.fromEntries(everything(folder, ''));
}

function* everything(folder: string, below: string): Generator<[path: string, description: string]> {
  // Not `recursive: true`, which follows links to folders on Node 20.
  for (const { name } of readdirSync(join(folder, below), { withFileTypes: true })) {
    const path = join(below, name);
    const description = describe(join(folder, path));
    yield [path, description];
    if (description.startsWith('folder')) yield* everything(folder, path);
  }
}

function describe(path: string): string {
  const stats = lstatSync(path);
  if (stats.isSymbolicLink()) return `link to ${readlinkSync(path)}`;
  const mode = (stats.mode & 0o7777).toString(8);
  return stats.isDirectory() ? `folder ${mode}` : `file ${mode} ${readFileSync(path, 'base64')}`;
}
