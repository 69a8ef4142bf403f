import { expect, onTestFinished, test, vi } from 'vitest';
import { createFakeSetup } from '../../../test/support/fakes/setup.js';
import { fail, pass, warn, type Check, type Finding } from './check.js';
import { runChecks } from './run-checks.js';

const checkOf = (title: string, run: () => Finding[] | Promise<Finding[]>, needs: Check[] = []): Check => ({
  ...{ title, needs, run },
});

async function rowsOf(checks: Check[]) {
  const rows = [];
  for await (const row of runChecks(checks, createFakeSetup({}))) rows.push(row);
  return rows;
}

test('each finding is a row with the title of its check', async () => {
  const two = checkOf('Two', () => [pass('a'), warn('b', 'c')]);
  const late = checkOf('Late', () => Promise.resolve([fail('d')]));
  expect(await rowsOf([two, late])).toEqual([
    { title: 'Two', status: 'pass', detail: 'a' },
    { title: 'Two', status: 'warn', detail: 'b', fix: 'c' },
    { title: 'Late', status: 'fail', detail: 'd' },
  ]);
});

test('what is thrown is a failure', async () => {
  const broken = checkOf('Broken', () => Promise.reject(new Error('no answer')));
  expect(await rowsOf([broken])).toEqual([{ title: 'Broken', status: 'fail', detail: 'no answer' }]);
});

test('what does not come to an end is a failure, and the next one is made', async () => {
  vi.useFakeTimers();
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const endless = checkOf('Endless', () => new Promise(() => undefined));
  const rows = rowsOf([endless, checkOf('Next', () => [pass('a')])]);
  await vi.advanceTimersByTimeAsync(10_250);
  expect(await rows).toMatchObject([
    { title: 'Endless', status: 'fail', detail: 'this did not come to an end within 10 s' },
    { title: 'Next', status: 'pass' },
  ]);
  expect(vi.getTimerCount()).toBe(0);
});

test('what needs a check that failed is skipped, and what needs that too; a warning stops nothing', async () => {
  const first = checkOf('First', () => [fail('a')]);
  const second = checkOf('Second', () => [pass('b')], [first]);
  const third = checkOf('Third', () => [pass('c')], [second]);
  const apart = checkOf('Apart', () => [warn('d', 'e')]);
  const last = checkOf('Last', () => [pass('f')], [apart]);
  const rows = await rowsOf([first, second, third, apart, last]);
  expect(rows.map(({ status }) => status)).toEqual(['fail', 'skip', 'skip', 'warn', 'pass']);
  expect(rows[2]?.detail).toBe('not before this works: Second');
});
