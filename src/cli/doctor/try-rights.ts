import type { Answer, Probe } from '../../blob/probe.js';
import { messageOf } from '../message-of.js';

/** What a credential turned out to be good for. */
export interface Rights extends Record<'create' | 'overwrite' | 'list' | 'remove', Answer> {
  /** the name of the blob that could not be removed again */
  readonly left: string | undefined;
}

/**
 * Tries everything on one blob, and removes it.
 *
 * @param name of a blob that is nobody's
 * @throws Error when it cannot be told; it says so when the blob may be left behind
 */
export function tryRights(probe: Probe, name: string): Promise<Rights> {
  return withProbeBlob(probe, name, async () => {
    const create = await probe.create(name);
    const overwrite = await probe.overwrite(name);
    return { create, overwrite, list: await probe.list(name) };
  });
}

/**
 * Does something with a blob, and removes it.
 *
 * @param use says whether the blob is there afterwards, by what it `created` or overwrote
 */
export async function withProbeBlob<T extends { readonly create: Answer; readonly overwrite?: Answer }>(
  probe: Probe,
  name: string,
  use: () => Promise<T>,
): Promise<T & { readonly remove: Answer; readonly left: string | undefined }> {
  try {
    const used = await use();
    const remove = await probe.remove(name);
    const isThere = used.create === 'done' || used.overwrite === 'done';
    return { ...used, remove, left: isThere && remove === 'refused' ? name : undefined };
  } catch (cause) {
    const removed = await probe.remove(name).catch(() => 'refused');
    const rest = removed === 'done' ? '' : `; the blob "${name}" may be left behind`;
    throw new Error(`${messageOf(cause)}${rest}`, { cause });
  }
}
