import { randomBytes } from 'node:crypto';

import { blobName } from '../../blob/blob-name.js';
import type { Answer, Probe } from '../../blob/probe.js';
import type { ScopeAccess } from '../../trust/access.js';
import { messageOf } from '../shared/messages.js';
import { pass, type Findings } from './check.js';

/** The name of a new test blob: no task has such a hash, and nobody can guess it. */
export function testBlobName({ scope }: ScopeAccess, prefix: string): string {
  return blobName({ prefix, scope, hash: `doctor${randomBytes(16).toString('hex')}` });
}

/** What a credential allows. */
export interface Rights extends Record<'create' | 'overwrite' | 'list' | 'remove', Answer> {
  /** the name of the test blob that could not be deleted */
  readonly left: string | undefined;
}

/**
 * Tries every operation on a test blob, and deletes it.
 *
 * @throws Error when the answer is unclear; its message names a blob that may be left
 */
export function tryRights(probe: Probe, name: string): Promise<Rights> {
  return withTestBlob(probe, name, async () => {
    const create = await probe.create(name);
    const overwrite = await probe.overwrite(name);
    return { create, overwrite, list: await probe.list(name) };
  });
}

/**
 * Uses a test blob, and deletes it.
 *
 * @param use reports by `create` and `overwrite` whether the blob exists afterwards
 */
export async function withTestBlob<T extends { readonly create: Answer; readonly overwrite?: Answer }>(
  probe: Probe,
  name: string,
  use: () => Promise<T>,
): Promise<T & { readonly remove: Answer; readonly left: string | undefined }> {
  try {
    const used = await use();
    const remove = await probe.remove(name);
    const exists = used.create === 'done' || used.overwrite === 'done';
    return { ...used, remove, left: exists && remove === 'refused' ? name : undefined };
  } catch (cause) {
    const removed = await probe.remove(name).catch(() => 'refused');
    const rest = removed === 'done' ? '' : `; the test blob "${name}" may be left in the container`;
    throw new Error(`${messageOf(cause)}${rest}`, { cause });
  }
}

/** Names a test blob that is left. It passes: no identity needs the right to delete. */
export function leftBehind(left: string | undefined, { container }: ScopeAccess): Findings {
  if (left === undefined) return undefined;
  return pass(
    `the test blob "${left}" stays in container "${container}": this run cannot delete it, and no run reads it`,
  );
}
