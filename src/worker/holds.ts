import { linkSync, mkdirSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';

import { planOutputs, type Planned } from '../archive/pack/plan-outputs.js';
import { impatient } from '../archive/patience.js';
import { removeTree, temporaryPath } from '../archive/temporary-path.js';
import { quietly } from '../quietly.js';

/**
 * Keeps the outputs of tasks until they have been uploaded. Nx may remove outputs that it has just handed over: at its next
 * task, where `maxCacheSize` is small (nrwl/nx#34032), in a second run of the same task, or by `nx reset`.
 */
export interface Holds {
  /** Plans the outputs in `<cacheDirectory>/<hash>` and holds their files; undefined where that is not possible. */
  hold(cacheDirectory: string, hash: string): Planned[] | undefined;
  /** Lets go of all outputs. Never throws: a later run sweeps what is left. */
  release(): void;
}

/**
 * Holds files by hard links in a folder of this run beside them, e.g. `.nx/cache/.nx-azure-cache-held-9f86d081884c7d65`:
 * a link costs some 20 µs and no space, and an open file would be in Nx's way on Windows. A killed run leaves a folder
 * that a later one sweeps.
 */
export function createHolds(makeLink = linkSync): Holds {
  const folders = new Map<string, string>();
  let links = 0;

  function folderIn(cacheDirectory: string): string {
    const known = folders.get(cacheDirectory);
    if (known !== undefined) return known;
    const made = temporaryPath(cacheDirectory, 'held');
    mkdirSync(made);
    folders.set(cacheDirectory, made);
    return made;
  }

  function link(file: Planned, folder: string): Planned {
    const source = join(folder, String(links++));
    makeLink(file.source, source);
    return { ...file, source };
  }

  return {
    hold(cacheDirectory, hash) {
      const held: Planned[] = [];
      try {
        for (const entry of planOutputs(join(cacheDirectory, hash)))
          held.push(entry.type === 'file' ? link(entry, folderIn(cacheDirectory)) : entry);
        return held;
      } catch {
        letGo(held);
        return undefined;
      }
    },
    release() {
      for (const folder of folders.values())
        quietly(() => {
          removeTree(folder);
        });
    },
  };
}

/** Lets go of the outputs of one task. Never throws: a file may be gone already, or held by a scanner. */
export function letGo(outputs: readonly Planned[] = [], patience = impatient, unlink = unlinkSync): void {
  for (const { type, source } of outputs)
    if (type === 'file')
      quietly(() => {
        patience(() => {
          unlink(source);
        });
      });
}
