import { expect, onTestFinished, test, vi } from 'vitest';

import { createFakeSetup } from '../../../test/fakes/setup.js';
import { attacks, checks } from './checks.js';
import { fail, pass, runChecks, warn, type Check, type Findings } from './check.js';

const checkOf = (title: string, run: () => Findings | Promise<Findings>, needs: string[] = []): Check => ({
  title,
  needs,
  run,
});

async function rowsOf(checks: Check[]) {
  const rows = [];
  for await (const row of runChecks(checks, createFakeSetup({}))) rows.push(row);
  return rows;
}

test('each finding is a row with the title of its check', async () => {
  const two = checkOf('Two', () => [pass('a'), false, [undefined, warn('b', 'c')]]);
  const late = checkOf('Late', () => Promise.resolve([fail('d')]));
  expect(await rowsOf([two, late])).toEqual([
    { title: 'Two', status: 'pass', detail: 'a' },
    { title: 'Two', status: 'warn', detail: 'b', fix: 'c' },
    { title: 'Late', status: 'fail', detail: 'd' },
  ]);
});

test('an error that a check throws is a failure', async () => {
  const broken = checkOf('Broken', () => Promise.reject(new Error('no answer')));
  expect(await rowsOf([broken])).toEqual([{ title: 'Broken', status: 'fail', detail: 'no answer' }]);
});

test('a check that does not finish is a failure, and the next one runs', async () => {
  vi.useFakeTimers();
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const endless = checkOf('Endless', () => new Promise(() => undefined));
  const rows = rowsOf([endless, checkOf('Next', () => [pass('a')])]);
  await vi.advanceTimersByTimeAsync(10_250);
  expect(await rows).toMatchObject([
    { title: 'Endless', status: 'fail', detail: 'the check did not finish within 10 s' },
    { title: 'Next', status: 'pass' },
  ]);
  expect(vi.getTimerCount()).toBe(0);
});

test('checks that need a failed check are skipped, and so are those that need them; a warning skips none', async () => {
  const first = checkOf('First', () => [fail('a')]);
  const second = checkOf('Second', () => [pass('b')], ['First']);
  const third = checkOf('Third', () => [pass('c')], ['Second']);
  const apart = checkOf('Apart', () => [warn('d', 'e')]);
  const last = checkOf('Last', () => [pass('f')], ['Apart']);
  const rows = await rowsOf([first, second, third, apart, last]);
  expect(rows.map(({ status }) => status)).toEqual(['fail', 'skip', 'skip', 'warn', 'pass']);
  expect(rows[2]?.detail).toBe('needs the check Second to pass');
});

test('every check needs only checks that run before it', () => {
  const titles = [...checks, ...attacks].map(({ title }) => title);
  for (const { title, needs = [] } of [...checks, ...attacks])
    for (const needed of needs) expect(titles.slice(0, titles.indexOf(title))).toContain(needed);
  expect(new Set(titles).size).toBe(titles.length);
});
