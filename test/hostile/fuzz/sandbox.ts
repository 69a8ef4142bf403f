import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';

import { snapshot } from '../snapshot.js';

/** A cache directory, surrounded by files that no case may change. */
export interface Sandbox {
  /** everything of it; absolute paths of attacks lead here */
  readonly root: string;
  readonly cacheDirectory: string;
  /** The snapshot of all files outside `<cacheDirectory>/<hash>`. */
  outside(): Record<string, string>;
  /** Removes the files that a case left in the cache directory. */
  clean(): void;
  dispose(): void;
}

/** The hash of every lookup. */
export const hash = '42';

/** So deep that no attack of the generator climbs out of it. */
const depth = 'a/b/c/d';

export function createSandbox(): Sandbox {
  const root = mkdtempSync(join(quickFolder(), 'hostile-'));
  const cacheDirectory = join(root, depth, 'cache');
  for (const folder of [root, join(root, depth), join(cacheDirectory, '7')]) placeCanary(folder);
  const own = join(depth, 'cache', hash);
  return {
    root,
    cacheDirectory,
    outside: () => without(snapshot(root), own),
    clean: () => {
      rmSync(join(cacheDirectory, hash), { recursive: true, force: true });
    },
    dispose: () => {
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** A file system in memory if the machine has one: tens of thousands of cases make and remove a few files each. */
function quickFolder(): string {
  return existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
}

function placeCanary(folder: string): void {
  const canary = join(folder, 'canary');
  mkdirSync(join(canary, 'd'), { recursive: true });
  writeFileSync(join(canary, 'file'), 'untouched');
  writeFileSync(join(canary, 'd', 'file'), 'untouched', { mode: 0o600 });
  symlinkSync('file', join(canary, 'link'));
}

function without(everything: Record<string, string>, own: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(everything).filter(([path]) => path !== own && !path.startsWith(own + sep)),
  );
}
