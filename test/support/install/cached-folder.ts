import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The project's own cache of installs, ignored by git; delete it to start afresh. */
const cacheRoot = join(import.meta.dirname, '../../../.tmp');

type Fill = (folder: string) => Promise<void>;

/**
 * The folder `.tmp/<name>`, filled once for a key. A marker, written last, identifies a complete folder. The folder of
 * an interrupted fill or of another key is deleted.
 */
export async function cachedFolder(name: string, fill: Fill, key = ''): Promise<string> {
  const folder = join(cacheRoot, name);
  await once(folder, key, async () => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    await fill(folder);
  });
  return folder;
}

/** Does a step on a folder unless it was the last one done there, for this key. */
export async function once(folder: string, key: string, step: () => Promise<void>): Promise<void> {
  const marker = join(folder, '.done');
  if (read(marker) === key) return;
  await step();
  writeFileSync(marker, key);
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
