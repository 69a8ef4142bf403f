import { formatCount } from '../print/numbers.js';
import type { Host } from '../host.js';
import type { Plan } from './plan.js';

/** Whether the user says that it may be done. */
export async function isConfirmed({ ask }: Host, { doomed }: Plan): Promise<boolean> {
  const blobs = doomed.count === 1 ? 'this blob' : `${formatCount(doomed.count)} blobs`;
  const answer = await ask?.(`Delete ${blobs}? [y/N] `);
  return /^\s*y(es)?\s*$/i.test(answer ?? '');
}
