import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { Activity } from '../worker/activity.js';
import { Watchdog } from './watchdog.js';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function setUp() {
  const activity = new Activity();
  const bark = vi.fn();
  return { activity, bark, watchdog: new Watchdog(activity, bark) };
}

test('barks when nothing has moved for half a minute', () => {
  const { bark, watchdog } = setUp();
  watchdog.watch(true);
  vi.advanceTimersByTime(29_000);
  expect(bark).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1_000);
  expect(bark).toHaveBeenCalled();
});

test('is calm as long as bytes come in', () => {
  const { activity, bark, watchdog } = setUp();
  watchdog.watch(true);
  for (let i = 0; i < 20; i++) {
    activity.moved('received', 1024);
    vi.advanceTimersByTime(10_000);
  }
  expect(bark).not.toHaveBeenCalled();
});

test('does not watch when nobody waits', () => {
  const { bark, watchdog } = setUp();
  watchdog.watch(true);
  watchdog.watch(false);
  vi.advanceTimersByTime(100_000);
  expect(bark).not.toHaveBeenCalled();
});
