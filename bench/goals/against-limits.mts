import type { Comparison } from '../report/compare.mjs';
import { isOurs } from '../subjects/subject.mjs';
import { besideFloors } from './floors.mjs';
import { ours, verdict, type Goal } from './verdict.mjs';

const ownIn = (phase: Comparison['phase'], place: RegExp) => (one: Comparison) =>
  one.section === 'share' && one.subject === ours && one.phase === phase && place.test(one.place);

const ratioOf = ({ ratio }: Comparison) => ratio.median.toFixed(3);
const speedOf = ({ doneRatio }: Comparison) => (1 / doneRatio.median).toFixed(3);

export const cold: Goal = (all) =>
  verdict(
    '1. Cold W1 and W2 with 300 ms tasks, in the region: at most 1.03 of no remote cache, 1.06 with the drain',
    all.filter(ownIn('cold', /^W[12], 300 ms tasks, region/)).map((one) => ({
      good: one.doneRatio.median <= 1.03 && one.ratio.median <= 1.06,
      text: `${one.place}: ${one.doneRatio.median.toFixed(3)}, with the drain ${besideFloors(all, one, ratioOf)}`,
    })),
  );

const warmIn =
  (title: string, place: RegExp, most: number): Goal =>
  (all) =>
    verdict(
      `2. Warm ${title}: at most ${most} of local hits`,
      all.filter(ownIn('warm', place)).map((one) => ({
        good: one.ratio.median <= most,
        text: `${one.place}: ${besideFloors(all, one, ratioOf)}`,
      })),
    );

export const warmRegion = warmIn('W1 and W2 in the region', /^W[12],.* region/, 1.2);
export const warmHome = warmIn('W1 at home', /^W1,.* home/, 1.5);

export const throughput: Goal = (all) =>
  verdict(
    '4. Throughput of W3 and W4 both ways: at least 0.8 of tar | zstd -1 | curl on Node 24, 0.7 on Node 20',
    all
      .filter(({ section, subject }) => section === 'throughput' && isOurs(subject))
      .map((one) => ({
        good: 1 / one.doneRatio.median >= (one.family === 'Node 24' ? 0.8 : 0.7),
        text: `${one.family}, ${one.place.split(',')[0] ?? ''} ${one.phase === 'cold' ? 'stored' : 'retrieved'}: ${besideFloors(all, one, speedOf)}`,
      })),
  );

/** Noise is the middle half of the differences: with nothing to measure, zero is among them. */
export const localHits: Goal = (all) =>
  verdict(
    '8. All-local-hits: nothing measurable',
    all
      .filter(({ section, subject, phase }) => section === 'local' && subject === ours && phase === 'warm')
      .map(({ added }) => ({
        good: added.quartiles[0] <= 0 && added.quartiles[1] >= 0,
        text: `${added.median.toFixed(0)} ms (middle half of ${added.count} pairs: ${added.quartiles.map((ms) => ms.toFixed(0)).join(' to ')} ms)`,
      })),
  );
