import type { Answer, Probe } from '../../blob/probe.js';
import { messageOf } from '../message-of.js';

/** What a credential turned out to be good for. */
export interface Rights {
  readonly create: Answer;
  readonly overwrite: Answer;
  readonly remove: Answer;
  readonly list: Answer;
  /** the name of the blob that could not be removed again */
  readonly left: string | undefined;
}

/**
 * Tries everything on one blob, and removes it.
 *
 * @param name of a blob that is nobody's
 * @throws Error when it cannot be told; it says so when the blob may be left behind
 */
export async function tryRights(probe: Probe, name: string): Promise<Rights> {
  try {
    const create = await probe.create(name);
    const overwrite = await probe.overwrite(name);
    const list = await probe.list(name);
    const remove = await probe.remove(name);
    const isThere = create === 'done' || overwrite === 'done';
    return { create, overwrite, list, remove, left: isThere && remove === 'refused' ? name : undefined };
  } catch (cause) {
    const removed = await probe.remove(name).catch(() => 'refused');
    throw new Error(
      `${messageOf(cause)}${removed === 'done' ? '' : `; the blob "${name}" may be left behind`}`,
      {
        cause,
      },
    );
  }
}
