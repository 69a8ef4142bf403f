import type { Comparison } from '../report/compare.mjs';
import { keptToken } from '../subjects/sign-in/sign-in-subjects.mjs';
import { verdict, type Goal } from './verdict.mjs';

const most = 20;

/** Uses the clock outside and the run's own report: all tools have the first, the second is finer. */
export const signIn: Goal = (all) => {
  const later = all.filter(({ section, phase }) => section === 'sign-in' && phase === 'warm');
  const own = later.find(({ subject }) => subject === keptToken);
  const byKey = later.find(({ family, isLimit }) => isLimit && family === own?.family);
  return verdict(
    `9. Signing in by an az of 1.5 s: the ten runs after the first start it 0 times, and take less than ${most} ms more than by key`,
    own?.azStarts && own.waitedMs && byKey?.waitedMs
      ? [
          { good: own.azStarts.most === 0, text: `az started ${own.azStarts.most} times` },
          { good: own.added.median < most, text: `added ${halfOf(own)} in ${own.added.count} runs` },
          {
            good: own.waitedMs.median - byKey.waitedMs.median < most,
            text: `stood still for ${stillOf(own)}, by key ${stillOf(byKey)}`,
          },
          ...later.filter(isOther).map((one) => ({ good: true, text: `${one.subject}: ${halfOf(one)}` })),
        ]
      : [],
  );
};

const isOther = ({ subject, isLimit }: Comparison) => !isLimit && subject !== keptToken;

const halfOf = ({ added: { median, quartiles } }: Comparison) =>
  `${median.toFixed(0)} ms (middle half ${quartiles.map((ms) => ms.toFixed(0)).join(' to ')} ms)`;

const stillOf = ({ waitedMs }: Comparison) =>
  `${waitedMs?.median.toFixed(0) ?? '–'} ms (${waitedMs?.least.toFixed(0) ?? '–'} to ${waitedMs?.most.toFixed(0) ?? '–'} ms)`;
