import { expect, test } from 'vitest';

import type { Fault, Outcome } from '../worker/protocol.js';
import { summarize } from './summary.js';
import { Tally } from './tally.js';

const artifact = { code: 0, terminalOutput: '', outputsPath: '/c/1', size: 1 };
const hit: Outcome = { status: 'hit', artifact, bytes: 600_000, scope: 'shared' };
const fault = (kind: Fault['kind'], message: string, expected = false): Outcome => ({
  status: 'fault',
  fault: { kind, message, expected },
});

function summaryOf(...outcomes: Outcome[]): string[] {
  const tally = new Tally();
  for (const outcome of outcomes) tally.count(outcome);
  return summarize(tally, 340);
}

test('a run that did not use the remote cache has no summary', () => {
  expect(summaryOf()).toEqual([]);
});

test('a summary sums up hits, misses and uploads in one line', () => {
  expect(
    summaryOf(
      hit,
      hit,
      { status: 'miss' },
      { status: 'stored', bytes: 812 },
      { status: 'present' },
      { status: 'skipped' },
    ),
  ).toEqual(['2 hits (1.2 MB), 1 miss, 1 stored (812 B), 1 already there, 1 skipped, waited 0.3 s']);
});

test('a summary counts faults apart from misses, by kind', () => {
  const lines = summaryOf(fault('throttled', 'busy'), fault('throttled', 'busy'), fault('timeout', 'slow'));
  expect(lines.at(-1)).toBe('0 hits, 0 misses, 0 stored, waited 0.3 s, 3 faults (2 throttled, 1 timeout)');
});

test('a summary counts the hits that Nx did not take apart', () => {
  const tally = new Tally();
  tally.count(hit);
  tally.discard();
  expect(summarize(tally, 0)).toEqual(['0 hits, 0 misses, 1 not taken by Nx, 0 stored, waited 0.0 s']);
});

test('a summary counts the faults of other scopes beside a hit', () => {
  const otherFaults = [{ kind: 'untrusted', message: 'not signed', expected: false }] as const;
  expect(summaryOf({ ...hit, otherFaults })).toEqual([
    'warning: not signed',
    '1 hit (600.0 kB), 0 misses, 0 stored, waited 0.3 s, 1 fault (1 untrusted)',
  ]);
});

test('each warning is printed once', () => {
  expect(summaryOf(fault('permission', 'no role'), fault('permission', 'no role')).slice(0, -1)).toEqual([
    'warning: no role',
  ]);
});

test('three of many different warnings of one kind are printed', () => {
  const lines = summaryOf(
    ...['a', 'b', 'c', 'd', 'e'].map((name) => fault('archive', `${name} is a socket`)),
  );
  expect(lines.filter((line) => line.startsWith('warning:'))).toHaveLength(3);
});

test('all artifacts that this system cannot hold make one line', () => {
  const lines = ['a?', 'b:', 'nul', 'a?'].map((name) =>
    fault('unportable', `this system cannot hold ${name}`),
  );
  expect(summaryOf(...lines)).toEqual([
    'warning: 4 artifacts were not restored: this system cannot hold a?; change these outputs so that every system can hold them, or such tasks run here each time',
    '0 hits, 0 misses, 0 stored, waited 0.3 s, 4 faults (4 unportable)',
  ]);
  expect(summaryOf(...lines.slice(1, 2))[0]).toMatch(/^warning: 1 artifact was not restored: .* hold b:;/);
});

test('a run without a credential gets one line without "warning" and no sum', () => {
  expect(summaryOf(fault('credential', 'no credential here', true), { status: 'skipped' })).toEqual([
    'no credential here',
  ]);
});
