import type { Comparison } from '../report/compare.mjs';
import { floors } from '../subjects/subject.mjs';
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
  const growing = all.filter(({ section }) => section === 'growth');
  return verdict(
    '7. Growth: time added per task flat or falling',
    (['cold', 'warm'] as const).flatMap((phase) => {
      const own = costsOf(growing, ours, phase);
      const floor = costsOf(growing, floors.nx, phase);
      if (own.length === 0) return [];
      const falling = own.every(({ ms }, index) => ms <= (own[index - 1]?.ms ?? ms) * 1.1);
      // To fewer tasks it says little: it is with many that something could grow.
      const good = falling && own.some(({ tasks }) => tasks === 3000);
      return [{ good, text: `${phase}: ${textOf(own)} (${floors.nx}: ${textOf(floor)})` }];
    }),
  );
};

interface Cost {
  readonly tasks: number;
  /** added by each */
  readonly ms: number;
}

function costsOf(growing: readonly Comparison[], name: string, phase: Comparison['phase']): Cost[] {
  return growing
    .filter((one) => one.subject === name && one.phase === phase)
    .sort((a, b) => a.tasks - b.tasks)
    .map(({ added, tasks }) => ({ tasks, ms: added.median / tasks }));
}

const textOf = (costs: readonly Cost[]) =>
  costs.map(({ tasks, ms }) => `${tasks} tasks ${ms.toFixed(1)} ms`).join(', ');
