import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { temporaryFolder } from '../../../test/support/temporary-folder.js';
import type { Outcome } from '../../worker/protocol.js';
import { Journal } from '../journal.js';
import { createReport } from './create-report.js';
import { readTasks } from './read-tasks.js';

const facts = {
  package: '0.1.0',
  mode: 'read-write',
  scopes: { reads: ['shared'], writes: 'shared' },
} as const;
const artifact = { code: 0, terminalOutput: '', outputsPath: '/c/1', size: 1 };
const origin = performance.timeOrigin;
const at = (ms: number) => new Date(origin + ms).toISOString();

/** A run of which Nx leaves this; calls end 40 ms after their beginning, the last one never. */
function reportOf(
  calls: readonly (readonly ['retrieve' | 'store', string, Outcome?])[],
  tasks: object[] = [],
) {
  const cacheDirectory = temporaryFolder();
  let time = 1_000;
  const journal = new Journal({ verbose: false, now: () => time });
  for (const [kind, hash, outcome] of calls) {
    const done = journal.begin({ kind, hash, cacheDirectory });
    time += 40;
    if (outcome) done(outcome);
  }
  writeFileSync(join(cacheDirectory, 'run.json'), JSON.stringify({ run: { startTime: at(500) }, tasks }));
  const redact = (text: string) => text.replaceAll('s3cret', '[redacted]');
  const read = () => readTasks(cacheDirectory, origin);
  return createReport({ journal, now: () => time, tasks: read, facts: () => facts, redact, exitCode: 1 });
}

const task = (hash: string, cacheStatus: string) => ({
  taskId: `p${hash}:build`,
  projectName: `p${hash}`,
  target: 'build',
  hash,
  cacheStatus,
  startTime: at(2_000),
  endTime: at(2_500),
});

const named = (project: string) => ({ task: `${project}:build`, project, target: 'build' });

test('a report has the run, its sums, and each artifact with its task', () => {
  const report = reportOf(
    [
      ['retrieve', '1', { status: 'hit', artifact, bytes: 10, scope: 'trusted' }],
      ['retrieve', '2', { status: 'miss' }],
      ['store', '2', { status: 'stored', bytes: 20 }],
    ],
    [task('1', 'remote-cache-hit'), task('2', 'cache-miss')],
  );
  expect(report).toEqual({
    schema: 'nx-azure-cache/run',
    version: 1,
    ...facts,
    start: at(0),
    end: at(1_120),
    exitCode: 1,
    totals: {
      hits: 1,
      misses: 1,
      stored: 1,
      present: 0,
      skipped: 0,
      faults: 0,
      bytesIn: 10,
      bytesOut: 20,
      waitedMs: 80,
    },
    faults: [],
    artifacts: [
      {
        operation: 'retrieve',
        outcome: 'hit',
        hash: '1',
        ...named('p1'),
        scope: 'trusted',
        bytes: 10,
        at: 1_000,
        ms: 40,
        restoreMs: 500,
      },
      {
        operation: 'retrieve',
        outcome: 'miss',
        hash: '2',
        ...named('p2'),
        at: 1_040,
        ms: 40,
        buildMs: 500,
      },
      {
        operation: 'store',
        outcome: 'stored',
        hash: '2',
        ...named('p2'),
        scope: 'shared',
        bytes: 20,
        at: 1_080,
        ms: 40,
        buildMs: 500,
      },
    ],
  });
});

test('a call that never ended is unfinished, and a fault has its kind', () => {
  const fault = { kind: 'timeout', message: 'slow', expected: false } as const;
  const { artifacts, faults } = reportOf([
    ['retrieve', '1', { status: 'fault', fault }],
    ['store', '2'],
  ]);
  expect(artifacts).toMatchObject([{ outcome: 'fault', fault: 'timeout' }, { outcome: 'unfinished' }]);
  expect(artifacts[1]?.ms).toBeUndefined();
  expect(faults).toEqual([{ kind: 'timeout', count: 1, messages: ['slow'] }]);
});

test('a hit reports the faults of other scopes', () => {
  const otherFaults = [{ kind: 'untrusted', message: 'not signed', expected: false }] as const;
  const { artifacts, totals } = reportOf([
    ['retrieve', '1', { status: 'hit', artifact, bytes: 1, scope: 'pr/7', otherFaults }],
  ]);
  expect(artifacts).toMatchObject([{ outcome: 'hit', scope: 'pr/7', fault: 'untrusted' }]);
  expect(totals).toMatchObject({ hits: 1, faults: 1 });
});

test('a report has at most three messages of a kind', () => {
  const { faults } = reportOf(
    ['a', 'b', 'c', 'd'].map((name) => [
      'store',
      name,
      { status: 'fault', fault: { kind: 'archive', message: name, expected: false } },
    ]),
  );
  expect(faults).toEqual([{ kind: 'archive', count: 4, messages: ['a', 'b', 'c'] }]);
});

test('no text of a report holds a secret', () => {
  const fault = { kind: 'rejected', message: 'at s3cret', expected: false } as const;
  const report = reportOf(
    [['retrieve', '1', { status: 'fault', fault }]],
    [{ ...task('1', 'cache-miss'), taskId: 's3cret:build' }],
  );
  expect(JSON.stringify(report)).not.toContain('s3cret');
  expect(report.artifacts[0]?.task).toBe('[redacted]:build');
});
