import { lstatSync, readdirSync, readlinkSync, type Stats } from 'node:fs';
import { sep } from 'node:path';

import { ArchiveError } from '../../errors.js';
import { assertEntryPath, assertLinkTarget } from '../entry-path.js';
import { outputsName, type Entry } from '../entry.js';
import { failure } from '../failure.js';

/** An entry to be packed, and the state of its file when it was planned. */
export interface Planned extends Entry {
  readonly source: string;
  readonly stats: Pick<Stats, 'size' | 'ino' | 'mtimeMs'>;
}

/**
 * Windows keeps no modes: Node reports 0666 for all that is not read-only, folders too. On Linux, no user could enter such a
 * folder or start such a program, and every user could change them. `docker build` sends 0755 from Windows, too.
 */
const modeOnWindows = 0o755;

/** Everything under `root`, folders before their contents, in an order that depends on the names only. */
export function planOutputs(root: string, platform: NodeJS.Platform = process.platform): Planned[] {
  const planned: Planned[] = [];
  const modeOf = platform === 'win32' ? () => modeOnWindows : ({ mode }: Stats) => mode & 0o777;
  visit(root, outputsName, (source, path) => {
    const entry = plan(source, path, modeOf);
    planned.push(entry);
    return entry;
  });
  if (planned[0]?.type !== 'directory') throw new ArchiveError(root, 'is not a folder');
  return planned;
}

function visit(source: string, path: string, plan: (source: string, path: string) => Planned): void {
  assertEntryPath(path);
  if (plan(source, path).type !== 'directory') return;
  const names = reading(path, () => readdirSync(source).sort());
  for (const name of names) visit(`${source}${sep}${name}`, `${path}/${name}`, plan);
}

function plan(source: string, path: string, modeOf: (stats: Stats) => number): Planned {
  return reading(path, () => {
    const stats = lstatSync(source);
    const type = typeOf(stats, path);
    const { size, ino, mtimeMs } = stats;
    return {
      type,
      path,
      mode: modeOf(stats),
      size: type === 'file' ? size : 0,
      target: type === 'symlink' ? targetOf(source, path) : '',
      source,
      stats: { size, ino, mtimeMs },
    };
  });
}

/** Leaving out what cannot be packed would restore something other than what the task made. */
function typeOf(stats: Stats, path: string): Entry['type'] {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'directory';
  if (stats.isSymbolicLink()) return 'symlink';
  throw new ArchiveError(path, 'is neither a file, a folder nor a symbolic link');
}

function targetOf(source: string, path: string): string {
  const target = readlinkSync(source).replaceAll(sep, '/');
  assertLinkTarget({ path, target });
  return target;
}

function reading<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    throw failure(path, 'could not be read', cause);
  }
}
