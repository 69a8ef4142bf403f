import { version } from '../../../package.json';
import { formatBytes, formatDuration } from '../../format.js';
import { formatCount } from '../print/numbers.js';
import { printable } from '../print/printable.js';
import type { Tally } from '../stats/tally.js';
import type { Plan } from './plan.js';
import { printRate } from './progress.js';
import type { Done } from './sweep.js';

/** What came of a sweep. */
export interface Result extends Done {
  readonly interrupted: boolean;
  readonly ms: number;
}

/** What would be done. */
export function printPlan({ doomed, kept, records }: Plan): string {
  if (doomed.count === 0) return `Nothing is to be deleted: ${describe(kept)} stay.\n`;
  const ofRuns = records > 0 ? `, ${formatCount(records)} of them records of runs` : '';
  return `To be deleted: ${describe(doomed)}${ofRuns}. ${describe(kept)} stay.\n`;
}

/** What was done. */
export function printResult({ doomed }: Plan, result: Result): string {
  const { deleted, changed, protected: kept, refused, ms } = result;
  const asides = [
    [changed, 'had gone or been replaced meanwhile'],
    [kept, 'must stay: a lease, an immutability policy, a legal hold or snapshots'],
    [refused, `could not be deleted: ${printRefusals(result)}`],
  ] as const;
  const time = [formatDuration(ms), ...printRate(deleted.count, ms)].join(', ');
  const first = `Deleted ${describe(deleted)} of ${formatCount(doomed.count)}, in ${time}.`;
  const others = asides
    .filter(([{ count }]) => count > 0)
    .map(([{ count }, what]) => `${formatCount(count)} ${what}.`);
  return `${[first, ...others].join('\n')}\n`;
}

/** `v1/shared/1 (SomeCode), v1/shared/2 (SomeCode) and 12 more`; whoever may write can name blobs as he likes. */
function printRefusals({ refused, refusals }: Done): string {
  const names = refusals.map(({ name, code }) => `${printable(name)} (${code})`).join(', ');
  const others = refused.count - refusals.length;
  return others > 0 ? `${names} and ${formatCount(others)} more` : names;
}

/** `1,234 blobs (312.0 MB)` */
const describe = ({ count, bytes }: Tally) =>
  `${formatCount(count)} ${count === 1 ? 'blob' : 'blobs'} (${formatBytes(bytes)})`;

/**
 * For machines (docs/operations.md).
 *
 * @param result undefined: nothing was done
 */
export function resultToJson({ doomed, kept }: Plan, result: Result | undefined): string {
  return `${JSON.stringify({ version, planned: doomed, kept, ...result }, undefined, 2)}\n`;
}
