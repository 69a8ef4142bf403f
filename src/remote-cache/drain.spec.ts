import { expect, test } from 'vitest';

import { Activity } from '../worker/activity.js';
import { drain } from './drain.js';
import type { Terminal } from './terminal.js';

/** A clock that moves by itself, and something that happens at each look at it. */
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

const limits = { stalled: 15_000, total: 300_000 };
test('does not wait when all uploads have ended', () => {
  const activity = new Activity();
  activity.ended('store');
  const terminal = fakeTerminal(true);
  expect(drain({ uploads: 1, activity, limits, terminal, now: clock(1) })).toBe(0);
  expect(terminal.text).toBe('');
});

test('waits until the last upload has ended', () => {
  const activity = new Activity();
  const now = clock(10, () => {
    if (activity.read('uploads') < 5) activity.ended('store');
  });
  expect(drain({ uploads: 5, activity, limits, terminal: fakeTerminal(false), now })).toBe(0);
  expect(activity.read('uploads')).toBe(5);
});

test('gives up after the time without progress, and says how many are left', () => {
  const activity = new Activity();
  activity.ended('store');
  expect(drain({ uploads: 3, activity, limits, terminal: fakeTerminal(false), now: clock(8_000) })).toBe(2);
});

test('goes on for as long as bytes move, up to the limit in all', () => {
  const activity = new Activity();
  let last = 0;
  const now = clock(4_000, (time) => {
    last = time;
    activity.moved('sent', 1024);
  });
  expect(
    drain({ uploads: 1, activity, limits: { ...limits, total: 60_000 }, terminal: fakeTerminal(false), now }),
  ).toBe(1);
  expect(last).toBeGreaterThan(limits.stalled);
});

test('waits for nothing when the limit is 0', () => {
  const activity = new Activity();
  expect(
    drain({
      uploads: 1,
      activity,
      limits: { ...limits, total: 0 },
      terminal: fakeTerminal(true),
      now: clock(1),
    }),
  ).toBe(1);
});

test('shows on a terminal what is left, and removes it at the end', () => {
  const activity = new Activity();
  activity.moved('sent', 4_000_000);
  activity.ended('store');
  const terminal = fakeTerminal(true);
  const now = clock(300, (time) => {
    if (time > 3_000) activity.ended('store');
  });
  drain({ uploads: 3, activity, limits, terminal, now });
  expect(terminal.text).toMatch(/uploading 2 artifacts, about 8\.0 MB left, .*\/s \(Ctrl-C to stop\)/);
  expect(terminal.text.endsWith('\r\u001b[2K')).toBe(true);
});

test('shows nothing where there is no terminal', () => {
  const activity = new Activity();
  const terminal = fakeTerminal(false);
  const now = clock(300, (time) => {
    if (time > 3_000) activity.ended('store');
  });
  drain({ uploads: 1, activity, limits, terminal, now });
  expect(terminal.text).toBe('');
});
