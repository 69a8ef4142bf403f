import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/**
 * All entries at and below a path, e.g. `{ 'dist/run.sh': 'file 755 3 <sha256>', 'dist/link': 'link to run.sh',
 * 'dist/empty': 'folder' }`; equal for equal trees.
 */
export function treeOf(root: string, path: string): Record<string, string> {
  const full = join(root, path);
  const stats = lstatSync(full);
  if (stats.isSymbolicLink()) return { [path]: `link to ${readlinkSync(full)}` };
  if (stats.isFile()) return { [path]: `file ${(stats.mode & 0o777).toString(8)} ${digest(full)}` };
  const children = readdirSync(full).map((name) => treeOf(root, join(path, name)));
  return Object.assign({ [path]: 'folder' }, ...children) as Record<string, string>;
}

function digest(file: string): string {
  const bytes = readFileSync(file);
  return `${bytes.length} ${createHash('sha256').update(bytes).digest('hex')}`;
}
