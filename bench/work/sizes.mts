import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The files below a folder and their lengths, as text: equal for trees that are equivalent to a cache. */
export function sizesBelow(folder: string): string {
  if (!existsSync(folder)) return 'nothing';
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return files
    .map((path) => {
      const stats = statSync(join(folder, path));
      return stats.isFile() ? `${path} ${stats.size}` : path;
    })
    .join('\n');
}
