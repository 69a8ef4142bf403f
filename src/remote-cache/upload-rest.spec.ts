import { expect, test } from 'vitest';

import { Activity } from '../worker/activity.js';
import type { Outcome } from '../worker/protocol.js';
import { Journal } from './journal.js';
import { uploadRest } from './upload-rest.js';
import type { Call } from './worker-link.js';

const record = { time: '2026-11-22T15:40:12.123Z', body: '{}' };
const silent = { interactive: false, write: () => undefined };

interface Setup {
  /** uploads that never end */
  readonly hanging?: number;
  /** what becomes of the record; undefined: nothing */
  readonly outcome?: Outcome;
  readonly drain?: { stalled: number; total: number };
}

/** The end of a run with two uploads that have ended; every look at the clock takes a second. */
function end({ hanging = 0, outcome, drain = { stalled: 10_000, total: 60_000 } }: Setup, wanted = true) {
  let time = 0;
  const now = () => (time += 1_000);
  const activity = new Activity();
  const journal = new Journal({ verbose: false, now });
  const sent: Call[] = [];
  const link = {
    uploads: 2 + hanging,
    collect: () => undefined,
    send(call: Call, settle: (outcome: Outcome) => void) {
      sent.push(call);
      link.uploads++;
      if (!outcome) return;
      activity.ended('store');
      settle(outcome);
    },
  };
  for (let i = 0; i < 2; i++) activity.ended('store');
  uploadRest({ config: { drain }, link, activity, journal, terminal: silent, now }, () =>
    wanted ? record : undefined,
  );
  return { sent, faults: [...journal.tally.messages.values()], time };
}

test('the record follows the artifacts', () => {
  const { sent, faults } = end({ outcome: { status: 'stored', bytes: 2 } });
  expect(sent).toEqual([{ kind: 'record', ...record }]);
  expect(faults).toEqual([]);
});

test('without a record nothing is sent', () => {
  expect(end({}, false)).toMatchObject({ sent: [], faults: [] });
});

test('where artifacts are left, the record is not tried', () => {
  const { sent, faults } = end({ hanging: 1 });
  expect(sent).toEqual([]);
  expect(faults).toEqual([expect.objectContaining({ kind: 'timeout', quiet: false })]);
});

test('a run that waits for nothing keeps no record', () => {
  expect(end({ drain: { stalled: 10_000, total: 0 } }).sent).toEqual([]);
});

test('a record that fails is one quiet fault', () => {
  const fault = { kind: 'permission', message: 'no role', quiet: false } as const;
  expect(end({ outcome: { status: 'fault', fault } }).faults).toEqual([
    { kind: 'permission', message: 'the record of this run was not kept: no role', quiet: true },
  ]);
});

test('a record that hangs is given up when the uploads would be', () => {
  const { faults, time } = end({});
  expect(faults).toEqual([expect.objectContaining({ kind: 'timeout', quiet: true })]);
  expect(time).toBeLessThan(30_000);
});
