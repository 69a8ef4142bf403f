import type { Comparison } from '../report/compare.mjs';
import { groupBy } from '../report/group-by.mjs';
import { besideFloors } from './floors.mjs';
import { ours, verdict, type Goal } from './verdict.mjs';

const megabyte = 1e6;

export const memory: Goal = (all) => {
  const own = all.filter(
    ({ section, subject }) => section === 'memory' && subject === 'nx-azure-cache (Node 24)',
  );
  const peak = (work: string, phase: Comparison['phase']) =>
    own.find((one) => one.place.startsWith(`${work},`) && one.phase === phase)?.peakBytes.median;
  const between = (
    title: string,
    [more, less]: readonly [number | undefined, number | undefined],
    most: number,
  ) => {
    if (more === undefined || less === undefined) return [];
    const difference = (more - less) / megabyte;
    return [{ good: difference <= most, text: `${title}: ${difference.toFixed(0)} MB` }];
  };
  return verdict('6. Peak memory: W4 within 150 MB of W1, 500 concurrent retrieves within 200 MB of one', [
    ...between('W4 over W1, stored', [peak('W4', 'cold'), peak('W1', 'cold')], 150),
    ...between('W4 over W1, retrieved', [peak('W4', 'warm'), peak('W1', 'warm')], 150),
    ...between('500 over one', [peak('W1x500', 'warm'), peak('W1x1', 'warm')], 200),
  ]);
};

/** A tenth more is still flat: so far apart are medians of a few rounds. */
export const growth: Goal = (all) => {
  const own = all.filter(({ section, subject }) => section === 'growth' && subject === ours);
  const phases = groupBy(own, ({ phase }) => phase);
  return verdict(
    '7. Growth: time added per task flat or falling',
    [...phases].map(([phase, group]) => {
      const sizes = [...group].sort((a, b) => a.tasks - b.tasks);
      const falling = sizes.every((one, index) => perTask(one) <= perTask(sizes[index - 1] ?? one) * 1.1);
      // With few tasks it shows little: growth appears only with many tasks.
      const good = falling && sizes.some(({ tasks }) => tasks === 3000);
      const figures = sizes.map((one) => `${one.tasks} tasks ${besideFloors(all, one, costOf)}`);
      return { good, text: `${phase}: ${figures.join(', ')}` };
    }),
  );
};

/** ms added by each */
const perTask = ({ added, tasks }: Comparison) => added.median / tasks;
const costOf = (one: Comparison) => `${perTask(one).toFixed(1)} ms`;
