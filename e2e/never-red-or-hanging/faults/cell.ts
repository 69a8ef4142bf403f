import type { Column } from './columns.js';
import type { FaultRow } from './fault-rows.js';

/** One fault in one operation: at every request of it, or at the first one only. */
export interface Cell {
  readonly row: FaultRow;
  readonly column: Column;
  readonly times: 'always' | 'once';
}

/** e.g. `reset × upload warm, once`; `--only` picks by it. */
export const nameOf = ({ row, column, times }: Cell) =>
  `${row.name} × ${column.name} ${column.warm ? 'warm' : 'cold'}, ${times}`;

/**
 * Whether the fault can happen there. An address is dead for the first request of a run, and not only once; and what a
 * machine trusts it trusts for tokens and blobs alike.
 */
export function isPossible({ row: { what }, column, times }: Cell): boolean {
  if (what === 'TLS not trusted' && column.answer === 'token') return false;
  return typeof what !== 'string' || (column.first && times === 'always');
}

/** The allowed kinds of the fault: words of FaultKind, or `clean`. A fault heals by another request to Azure. */
export function expectedKinds({ row, column, times }: Cell): readonly string[] {
  const kinds = row.counted[column.answer].split(' or ');
  if (times === 'always' || kinds.includes('clean')) return kinds;
  if (column.answer === 'token') return ['clean', ...kinds];
  return row.healed ? ['clean'] : kinds;
}

/** The seconds that the run may take longer than without a cache; a token may take 10 s with every fault. */
export const boundOf = ({ row, column }: Cell) =>
  column.answer === 'token' ? Math.max(row.bound, 18) : row.bound;
