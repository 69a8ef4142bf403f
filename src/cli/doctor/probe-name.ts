import { randomBytes } from 'node:crypto';

import { blobName } from '../../blob/blob-name.js';
import type { ScopeAccess } from '../../trust/access.js';

/** The name of a blob that is nobody's: no task has such a hash, and nobody can guess it. */
export function probeName({ scope }: ScopeAccess, prefix: string): string {
  return blobName({ prefix, scope, hash: `doctor${randomBytes(16).toString('hex')}` });
}
