import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What is below a folder, and how long: equal texts for trees that a cache may take for one another. */
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
