import { expect, test } from 'vitest';
import type { Row } from '../results.mjs';
import { compare } from './compare.mjs';
import { renderTables } from './table.mjs';

const row = (subject: string, ms: number, more: Partial<Row> = {}): Row => ({
  section: 'sign-in',
  work: 'W1x1',
  tasks: 1,
  seconds: 0,
  network: 'loopback',
  storage: 'lean',
  subject,
  family: 'one',
  isLimit: subject === 'by key',
  phase: 'warm',
  round: 1,
  ms,
  doneMs: ms,
  cpuSeconds: 1,
  peakBytes: 1,
  ...more,
});

test('a repeated run is compared with the same repetition of its limit', () => {
  const rows = [
    row('by key', 100),
    row('by key', 300, { repeat: 2 }),
    row('token', 110),
    row('token', 330, { repeat: 2 }),
  ];
  const token = compare(rows).find(({ subject }) => subject === 'token');
  expect(token?.added).toMatchObject({ least: 10, most: 30, count: 2 });
});

test('a table has the starts of the Azure CLI only where they were counted', () => {
  expect(renderTables(compare([row('by key', 100)]))).not.toContain('`az` started');
  const counted = renderTables(compare([row('by key', 100, { azStarts: 3, waitedMs: 41 })]));
  expect(counted).toMatch(/`az` started/);
  expect(counted).toMatch(/\*\*3\*\* \(3–3\) \| \*\*41\*\* \(41–41\)/);
});
