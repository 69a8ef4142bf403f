import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { Activity } from '../worker/activity.js';
import { Watchdog } from './watchdog.js';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function setUp() {
  const activity = new Activity();
  const onSilence = vi.fn();
  return { activity, onSilence, watchdog: new Watchdog(activity, onSilence) };
}

test('a watchdog calls back when nothing has moved for half a minute', () => {
  const { onSilence, watchdog } = setUp();
  watchdog.watch(true);
  vi.advanceTimersByTime(29_000);
  expect(onSilence).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1_000);
  expect(onSilence).toHaveBeenCalled();
});

test('a watchdog does not call back as long as bytes arrive', () => {
  const { activity, onSilence, watchdog } = setUp();
  watchdog.watch(true);
  for (let i = 0; i < 20; i++) {
    activity.moved('received', 1024);
    vi.advanceTimersByTime(10_000);
  }
  expect(onSilence).not.toHaveBeenCalled();
});

test('a watchdog does not watch when no lookup waits', () => {
  const { onSilence, watchdog } = setUp();
  watchdog.watch(true);
  watchdog.watch(false);
  vi.advanceTimersByTime(100_000);
  expect(onSilence).not.toHaveBeenCalled();
});
