import type { Comparison } from '../report/compare.mjs';
import { besideFloors } from './floors.mjs';
import { groupBy } from '../report/group-by.mjs';
import { isPeer, ours, seconds, verdict, type Goal } from './verdict.mjs';

export const thirdOfBest: Goal = (all) => {
  const shared = all.filter(({ section }) => section === 'share');
  const places = groupBy(shared, ({ place, phase }) => `${place}, ${phase}`);
  return verdict(
    '3. Time added over the limit: at most a third of the best peer',
    [...places].flatMap(([place, group]) => {
      const own = group.find(({ subject }) => subject === ours);
      const best = least(group.filter(isPeer), ({ added }) => added.median);
      if (!own || !best) return [];
      const text = `${place}: ${besideFloors(all, own, addedOf)} against ${addedOf(best)} of ${best.subject}`;
      return [{ good: own.added.median <= best.added.median / 3, text }];
    }),
  );
};

const addedOf = ({ added }: Comparison) => seconds(added.median);

/** Nx's own client is compiled, so it is no peer here. */
const isInNode = (one: Comparison) => isPeer(one) && one.subject !== "Nx's HTTP client";

export const processor: Goal = (all) => {
  const phases = groupBy(
    all.filter(({ section }) => section === 'processor'),
    ({ phase }) => phase,
  );
  return verdict(
    '5. CPU seconds per 1,000 small artifacts: at most half of the best peer in Node',
    [...phases].flatMap(([phase, group]) => {
      const own = group.find(({ subject }) => subject === 'nx-azure-cache (Node 24)');
      const best = least(group.filter(isInNode), perThousand);
      if (!own || !best) return [];
      const figures = group
        .filter(({ isLimit }) => !isLimit)
        .map((one) => `${one.subject} ${perThousand(one).toFixed(2)}`);
      const verb = phase === 'cold' ? 'stored' : 'retrieved';
      return [{ good: perThousand(own) <= perThousand(best) / 2, text: `${verb}: ${figures.join(', ')}` }];
    }),
  );
};

const perThousand = ({ cpuSeconds, tasks }: Comparison) => (cpuSeconds.median * 1000) / tasks;

function least(group: readonly Comparison[], figure: (one: Comparison) => number): Comparison | undefined {
  return [...group].sort((a, b) => figure(a) - figure(b))[0];
}
