import { describe, expect, test } from 'vitest';

import { Activity } from '../worker/activity.js';
import type { Outcome } from '../worker/protocol.js';
import { drain, uploadRest, wasInterrupted } from './drain.js';
import { Journal } from './journal.js';
import type { Terminal } from './terminal.js';
import type { Call } from './worker-link.js';

/** A clock that moves with each look at it, and an action for each look. */
function clock(step: number, onTick: (time: number) => void = () => undefined) {
  let time = 0;
  return () => {
    time += step;
    onTick(time);
    return time;
  };
}

function fakeTerminal(interactive: boolean): Terminal & { text: string } {
  return {
    interactive,
    text: '',
    write(text) {
      this.text += text;
    },
  };
}

describe('a drain', () => {
  const limits = { stalled: 15_000, total: 300_000 };

  /** A drain of so many uploads without a terminal. */
  const drainAll = (uploads: number, activity: Activity, now: () => number, total = limits.total) =>
    drain({ activity, stderr: fakeTerminal(false), now }, uploads, { ...limits, total });

  test('does not wait when all uploads have ended', () => {
    const activity = new Activity();
    activity.ended('store');
    const stderr = fakeTerminal(true);
    expect(drain({ activity, stderr, now: clock(1) }, 1, limits)).toBe(0);
    expect(stderr.text).toBe('');
  });

  test('waits until the last upload has ended', () => {
    const activity = new Activity();
    const now = clock(10, () => {
      if (activity.read('uploads') < 5) activity.ended('store');
    });
    expect(drainAll(5, activity, now)).toBe(0);
    expect(activity.read('uploads')).toBe(5);
  });

  test('gives up after the time without progress, and returns how many are left', () => {
    const activity = new Activity();
    activity.ended('store');
    expect(drainAll(3, activity, clock(8_000))).toBe(2);
  });

  test('continues as long as bytes move, up to the limit in all', () => {
    const activity = new Activity();
    let last = 0;
    const now = clock(4_000, (time) => {
      last = time;
      activity.moved('sent', 1024);
    });
    expect(drainAll(1, activity, now, 60_000)).toBe(1);
    expect(last).toBeGreaterThan(limits.stalled);
  });

  test('does not wait when the limit is 0', () => {
    expect(drainAll(1, new Activity(), clock(1), 0)).toBe(1);
  });

  test('shows on a terminal how much is left, and removes it at the end', () => {
    const activity = new Activity();
    activity.moved('sent', 4_000_000);
    activity.ended('store');
    const stderr = fakeTerminal(true);
    const now = clock(300, (time) => {
      if (time > 3_000) activity.ended('store');
    });
    drain({ activity, stderr, now }, 3, limits);
    expect(stderr.text).toMatch(/uploading 2 artifacts, about 8\.0 MB left, .*\/s \(Ctrl-C to stop\)/);
    expect(stderr.text.endsWith('\r\u001b[2K')).toBe(true);
  });

  test('shows nothing where there is no terminal', () => {
    const activity = new Activity();
    const stderr = fakeTerminal(false);
    const now = clock(300, (time) => {
      if (time > 3_000) activity.ended('store');
    });
    drain({ activity, stderr, now }, 1, limits);
    expect(stderr.text).toBe('');
  });
});

describe('the record of a run', () => {
  const record = { time: '2026-11-22T15:40:12.123Z', body: '{}' };

  interface Setup {
    /** uploads that never end */
    readonly hanging?: number;
    /** of the record; undefined: its upload never ends */
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
    uploadRest({ config: { drain }, link, activity, journal, stderr: fakeTerminal(false), now }, () =>
      wanted ? record : undefined,
    );
    return { sent, faults: [...journal.tally.messages.values()], time };
  }

  test('follows the artifacts', () => {
    const { sent, faults } = end({ outcome: { status: 'stored', bytes: 2 } });
    expect(sent).toEqual([{ kind: 'record', ...record }]);
    expect(faults).toEqual([]);
  });

  test('is not sent where none is wanted', () => {
    expect(end({}, false)).toMatchObject({ sent: [], faults: [] });
  });

  test('is not sent where artifacts are left', () => {
    const { sent, faults } = end({ hanging: 1 });
    expect(sent).toEqual([]);
    expect(faults).toEqual([expect.objectContaining({ kind: 'timeout', expected: false })]);
  });

  test('is not sent by a run that waits for nothing', () => {
    expect(end({ drain: { stalled: 10_000, total: 0 } }).sent).toEqual([]);
  });

  test('is one expected fault if it fails', () => {
    const fault = { kind: 'permission', message: 'no role', expected: false } as const;
    expect(end({ outcome: { status: 'fault', fault } }).faults).toEqual([
      { kind: 'permission', message: 'the record of this run was not stored: no role', expected: true },
    ]);
  });

  test('is given up when the uploads would be', () => {
    const { faults, time } = end({});
    expect(faults).toEqual([expect.objectContaining({ kind: 'timeout', expected: true })]);
    expect(time).toBeLessThan(30_000);
  });
});

test.each([
  [0, false],
  [1, false],
  [129, true],
  [130, true],
  [143, true],
  [137, false],
])('a process that ends with %i was interrupted: %j', (exitCode, interrupted) => {
  expect(wasInterrupted(exitCode)).toBe(interrupted);
});
