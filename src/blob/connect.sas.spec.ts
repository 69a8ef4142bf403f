import { expect, test } from 'vitest';

import { assertInTime } from './connect.js';

const now = Date.parse('2026-11-28T12:00:00Z');
const check = (sas: string) => () => {
  assertInTime(`sv=2023-11-03&sp=r&${sas}&sig=SECRET`, 'cache', now);
};

test.each([
  'se=2026-11-28T12%3A00%3A01Z',
  'se=2026-11-28T11%3A46%3A00Z',
  'st=2026-11-28T12%3A14%3A00Z&se=2027-11-28',
  'si=policy',
  'se=whatever',
])('%s is sent: within 15 minutes the clock of Azure decides', (sas) => {
  expect(check(sas)).not.toThrow();
});

test.each([
  ['se=2026-11-28T11%3A44%3A00Z', 'expired on 2026-11-28T11:44:00.000Z (se); create a new one'],
  ['se=2026-11-28T12:44:00+01:00', 'expired on 2026-11-28T11:44:00.000Z (se); create a new one'],
  ['st=2026-11-28T12%3A16%3A00Z', 'is not valid before 2026-11-28T12:16:00.000Z (st)'],
])('%s is a fault of the credential, before any request', (sas, message) => {
  const fault = { kind: 'credential', retryable: false, concerns: 'all', expected: false };
  expect(check(sas)).toThrow(expect.objectContaining(fault) as Error);
  expect(check(sas)).toThrow(`the SAS for container "cache" ${message}`);
  expect(check(sas)).not.toThrow('SECRET');
});
