import { ArchiveError } from '../errors.js';
import type { Entry } from './entry.js';
import { firstFlaw, pathFlaw } from './entry-path.js';

/**
 * Throws unless the link stays inside `outputs/` whatever else the archive has in it. A `..` is accepted only
 * in front: after a name it may start from the target of another link, and `link/../..` leads anywhere.
 * That the target exists is not asked for.
 */
export function assertLinkTarget({ path, target }: Pick<Entry, 'path' | 'target'>): void {
  const steps = target.split('/').filter((step) => step !== '' && step !== '.');
  const up = steps.findIndex((step) => step !== '..');
  const names = up === -1 ? [] : steps.slice(up);
  const reason = pathFlaw(target) ?? climbs(path, steps.length - names.length) ?? firstFlaw(names);
  if (reason !== undefined)
    throw new ArchiveError(path, `links to ${JSON.stringify(target)}, which ${reason}`);
}

/** `outputs/a/b` may go up once: `outputs` and the link's own name don't count. */
function climbs(path: string, up: number): string | undefined {
  return up > path.split('/').length - 2 ? 'leaves the output folder' : undefined;
}
