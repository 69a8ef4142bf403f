import { formatCount } from '../print/numbers.js';
import type { Host } from '../host.js';
import type { Plan } from './plan.js';

/** Whether the user says that it may be done. */
export async function isConfirmed({ ask }: Host, { doomed }: Plan): Promise<boolean> {
  const answer = await ask?.(`Delete ${formatCount(doomed.count)} blobs? [y/N] `);
  return /^\s*y(es)?\s*$/i.test(answer ?? '');
}
