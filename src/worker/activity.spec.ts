import { expect, test } from 'vitest';

import { Activity } from './activity.js';

test('both threads see the same counters', () => {
  const here = new Activity();
  const there = new Activity(here.buffer);
  there.moved('sent', 5000);
  there.ended('store');
  there.ended('retrieve');
  expect({ sent: here.read('sent'), uploads: here.read('uploads'), requests: here.read('requests') }).toEqual(
    {
      sent: 4,
      uploads: 1,
      requests: 2,
    },
  );
});

test('small transfers add up to a KiB', () => {
  const activity = new Activity();
  for (let i = 0; i < 11; i++) activity.moved('received', 100);
  expect(activity.read('received')).toBe(1);
});

test('the pulse changes with every kind of progress', () => {
  const activity = new Activity();
  const pulses = [activity.pulse];
  activity.moved('sent', 1024);
  pulses.push(activity.pulse);
  activity.moved('received', 1024);
  pulses.push(activity.pulse);
  activity.ended('retrieve');
  pulses.push(activity.pulse);
  expect(new Set(pulses).size).toBe(4);
});

test('waiting ends with its limit when no upload does', () => {
  const activity = new Activity();
  activity.waitForUpload(0, 1);
  expect(activity.read('uploads')).toBe(0);
});

test('waiting ends at once when an upload has ended since', () => {
  const activity = new Activity();
  activity.ended('store');
  activity.waitForUpload(0, 600_000);
  expect(activity.read('uploads')).toBe(1);
});

test('both threads see that the run was abandoned', () => {
  const here = new Activity();
  const there = new Activity(here.buffer);
  expect(there.abandoned).toBe(false);
  here.abandon();
  expect(there.abandoned).toBe(true);
});
