import { lstatSync, readdirSync, readlinkSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { sep } from 'node:path';
import { ArchiveError } from '../errors.js';
import { OUTPUTS } from './entry.js';
import type { Entry } from './entry.js';
import { assertEntryPath } from './entry-path.js';
import { failure } from './failure.js';
import { assertLinkTarget } from './link-target.js';

/** An entry that is to be packed, and what lay there when it was planned. */
export interface Planned extends Entry {
  readonly source: string;
  readonly stats: Pick<Stats, 'size' | 'ino' | 'mtimeMs'>;
}

/** Everything under `root`, folders before what they hold, in an order that depends on the names only. */
export function planOutputs(root: string, platform: NodeJS.Platform = process.platform): Planned[] {
  const planned: Planned[] = [];
  const modeOf = platform === 'win32' ? () => ON_WINDOWS : ownMode;
  visit(root, OUTPUTS, (source, path) => {
    const entry = look(source, path, modeOf);
    planned.push(entry);
    return entry;
  });
  if (planned[0]?.type !== 'directory') throw new ArchiveError(root, 'is not a folder');
  return planned;
}

/**
 * Windows keeps no modes: Node reports 0666 for what is not read-only, folders too. Linux would restore what nobody can
 * enter, anybody can change, and no program that starts. 0755 for all is what `docker build` sends from Windows.
 */
const ON_WINDOWS = 0o755;

const ownMode = ({ mode }: Stats) => mode & 0o777;

function visit(source: string, path: string, plan: (source: string, path: string) => Planned): void {
  assertEntryPath(path);
  if (plan(source, path).type !== 'directory') return;
  for (const name of namesIn(source, path)) visit(`${source}${sep}${name}`, `${path}/${name}`, plan);
}

function look(source: string, path: string, modeOf: (stats: Stats) => number): Planned {
  try {
    const stats = lstatSync(source);
    const type = typeOf(stats, path);
    const target = type === 'symlink' ? targetOf(source, path) : '';
    const { size, ino, mtimeMs } = stats;
    const content = type === 'file' ? size : 0;
    return {
      type,
      path,
      mode: modeOf(stats),
      size: content,
      target,
      source,
      stats: { size, ino, mtimeMs },
    };
  } catch (cause) {
    throw failure(path, 'could not be read', cause);
  }
}

/** To leave out what cannot be packed would restore something other than what the task made. */
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

function namesIn(source: string, path: string): string[] {
  try {
    return readdirSync(source).sort();
  } catch (cause) {
    throw failure(path, 'could not be read', cause);
  }
}
