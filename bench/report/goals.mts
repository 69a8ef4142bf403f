import { groupBy } from './group-by.mjs';
import type { Comparison } from './compare.mjs';

export interface Verdict {
  readonly goal: string;
  readonly met: 'met' | 'not met' | 'not measured';
  readonly figures: string;
}

const ours = 'nx-azure-cache (Nx 24, Node 24)';

/** What issue 3 asks for, by the figures of one benchmark. */
export function judge(comparisons: readonly Comparison[]): Verdict[] {
  return [
    cold(comparisons),
    ...warm(comparisons),
    thirdOfBest(comparisons),
    processor(comparisons),
    growth(comparisons),
  ];
}

function cold(all: readonly Comparison[]): Verdict {
  const found = all.filter(
    (one) => one.subject === ours && one.phase === 'cold' && /^W[12], 300 ms tasks, region/.test(one.place),
  );
  const met = found.every(({ ratio, doneRatio }) => doneRatio.median <= 1.03 && ratio.median <= 1.06);
  const figures = found.map(
    ({ place, ratio, doneRatio }) =>
      `${place}: ${doneRatio.median.toFixed(3)}, with the drain ${ratio.median.toFixed(3)}`,
  );
  return verdict(
    '1. cold W1 and W2, 300 ms, region: at most 1.03 of no remote cache, 1.06 with the drain',
    met,
    figures,
  );
}

function warm(all: readonly Comparison[]): Verdict[] {
  return (
    [
      ['region', /^W[12], .*region/, 1.2],
      ['home', /^W1, .*home/, 1.5],
    ] as const
  ).map(([name, places, most]) => {
    const found = all.filter(
      (one) =>
        one.subject === ours && one.phase === 'warm' && one.section === 'share' && places.test(one.place),
    );
    const figures = found.map(({ place, ratio }) => `${place}: ${ratio.median.toFixed(3)}`);
    return verdict(
      `2. warm, ${name}: at most ${most} of local hits`,
      found.every(({ ratio }) => ratio.median <= most),
      figures,
    );
  });
}

function thirdOfBest(all: readonly Comparison[]): Verdict {
  const places = groupBy(
    all.filter(({ section, isLimit }) => section === 'share' && !isLimit),
    ({ place, phase }) => `${place}, ${phase}`,
  );
  const found = [...places].flatMap(([place, group]) => {
    const own = group.find(({ subject }) => subject === ours);
    const best = group.filter(isPeer).sort((a, b) => a.added.median - b.added.median)[0];
    return own && best ? [{ place, own: own.added.median, best: best.added.median, name: best.subject }] : [];
  });
  const figures = found.map(
    ({ place, own, best, name }) => `${place}: ${seconds(own)} against ${seconds(best)} (${name})`,
  );
  return verdict(
    '3. time added: at most a third of the best peer',
    found.every(({ own, best }) => own <= best / 3),
    figures,
  );
}

function processor(all: readonly Comparison[]): Verdict {
  const small = all.filter(({ place, isLimit }) => place.startsWith('W1, 0 ms tasks') && !isLimit);
  const perThousand = [...groupBy(small, ({ subject }) => subject)].map(([subject, both]) => ({
    subject,
    seconds: both.reduce((sum, { addedCpu, tasks }) => sum + (addedCpu.median * 1000) / tasks, 0),
  }));
  const own = perThousand.find(({ subject }) => subject === ours);
  const best = perThousand.filter(isPeer).sort((a, b) => a.seconds - b.seconds)[0];
  const figures = perThousand.map(({ subject, seconds: cpu }) => `${subject}: ${cpu.toFixed(2)} s`);
  const met = own !== undefined && best !== undefined && own.seconds <= best.seconds / 2;
  return verdict(
    '5. CPU seconds per 1,000 small artifacts, stored and restored: at most half of the best peer',
    met,
    own && best ? figures : [],
  );
}

function growth(all: readonly Comparison[]): Verdict {
  const found = all
    .filter(({ section, subject }) => section === 'growth' && subject === ours)
    .sort((a, b) => a.tasks - b.tasks);
  const phases = [...groupBy(found, ({ phase }) => phase)];
  const met = phases.every(([, group]) =>
    group.every((one, index) => index === 0 || perTask(one) <= perTask(group[index - 1] ?? one) * 1.1),
  );
  const figures = phases.map(
    ([phase, group]) =>
      `${phase}: ${group.map((one) => `${one.tasks} tasks ${perTask(one).toFixed(1)} ms`).join(', ')}`,
  );
  return verdict('7. time added per task: flat or falling', met, figures);
}

const perTask = ({ added, tasks }: Comparison) => added.median / tasks;
const isPeer = ({ subject }: { subject: string }) => !subject.startsWith('nx-azure-cache');
const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;

function verdict(goal: string, met: boolean, figures: readonly string[]): Verdict {
  if (figures.length === 0) return { goal, met: 'not measured', figures: 'no such run' };
  return { goal, met: met ? 'met' : 'not met', figures: figures.join('; ') };
}
