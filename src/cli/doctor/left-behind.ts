import type { ScopeAccess } from '../../trust/access.js';
import { pass, type Finding } from './check.js';
import type { Rights } from './try-rights.js';

/** Says which blob is left of what was tried: expected of an identity that may not delete, as none needs to. */
export function leftBehind({ left }: Pick<Rights, 'left'>, { container }: ScopeAccess): Finding[] {
  if (left === undefined) return [];
  return [
    pass(
      `what was tried leaves "${left}" in container "${container}", which it may not remove; nobody reads that`,
    ),
  ];
}
