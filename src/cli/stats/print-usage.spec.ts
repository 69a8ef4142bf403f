import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';

import { createMemoryInventory, listedBlob } from '../../../test/fakes/memory-inventory.js';
import { measureUsage } from './measure-usage.js';
import { printUsage, printSum, toFigures } from './print-usage.js';

const day = 24 * 60 * 60_000;
const now = 1000 * day;
const blob = (name: string, days: number, size: number) =>
  listedBlob(name, { modified: now - days * day, size });

const inventory = createMemoryInventory(
  [
    blob('v1/trusted/1', 0.1, 4_000_000),
    blob('v1/trusted/2', 40, 1_000_000),
    blob('v1/trusted/3', 400, 6_000_000),
    blob('v1/branch/release~2f1.2/1', 6, 500_000),
    blob('v1/branch/main/1', 29, 500_000),
    blob('v1/pr/7/1', 0.5, 20_000),
    ...Array.from({ length: 1234 }, (_, i) => blob(`v1/pr/8/${i}`, 2, 1000)),
    blob('runs/v1/2025/1.json', 1, 700),
    blob('v1/other/1', 1, 30),
    blob('backup.tar', 1, 3_000_000_000),
  ],
  { pageSize: 100 },
);
const usage = await measureUsage({ container: 'nx-cache', inventory }, { prefix: '', now });

test('the usage is printed as a table and a chart', () => {
  expect(printUsage(usage, now, { width: 80, hasColors: false })).toBe(
    `Container nx-cache in acme.blob.core.windows.net

SCOPE              SCOPES  COUNT     SIZE  OLDEST  NEWEST
trusted                 1      3  11.0 MB   400 d     2 h
pr/*                    2  1,235   1.3 MB     2 d    12 h
branch/*                2      2   1.0 MB    29 d     6 d
total                      1,240  13.3 MB
run records                    1    700 B
not of this cache              2   3.0 GB

today           2    4.0 MB  ██████████████████████████▊
this week   1,235    1.7 MB  ███████████▌
this month      1  500.0 kB  ███▍
3 months        1    1.0 MB  ██████▋
older           1    6.0 MB  ████████████████████████████████████████

`,
  );
});

test('a narrow terminal gets the figures without a chart', () => {
  const text = printUsage(usage, now, { width: 40, hasColors: false });
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(40);
  expect(printUsage(usage, now, { width: 30, hasColors: false })).not.toContain('█');
});

test('colors change nothing else', () => {
  const plain = printUsage(usage, now, { width: 80, hasColors: false });
  const painted = printUsage(usage, now, { width: 80, hasColors: true });
  expect(painted).toContain('\x1b[');
  expect(stripVTControlCharacters(painted)).toBe(plain);
});

test('an empty container has a total of 0', async () => {
  const empty = await measureUsage(
    { container: 'c', inventory: createMemoryInventory([]) },
    { prefix: 'team', now },
  );
  expect(printUsage(empty, now, { width: 80, hasColors: false })).toContain('total              0   0 B');
});

test('with a prefix, the rest of the container is not listed', async () => {
  const { groups, foreign } = await measureUsage({ container: 'c', inventory }, { prefix: 'team', now });
  expect([groups.size, foreign.count]).toEqual([0, 0]);
});

test('several containers have a total', () => {
  expect(printSum([usage, usage])).toBe('Total: 2,480 artifacts, 26.5 MB\n');
});

test('the JSON has the same figures', () => {
  const figures = JSON.parse(JSON.stringify(toFigures(usage))) as object;
  expect(figures).toMatchObject({
    container: 'nx-cache',
    account: 'acme.blob.core.windows.net',
    total: { count: 1240, bytes: 13_254_000 },
    ages: { today: { count: 2, bytes: 4_020_000 }, older: { count: 1, bytes: 6_000_000 } },
    runRecords: { count: 1, bytes: 700 },
    foreign: { count: 2, bytes: 3_000_000_030 },
  });
  expect(figures).toHaveProperty('scopes.0', {
    scope: 'branch/*',
    scopes: 2,
    count: 2,
    bytes: 1_000_000,
    oldest: new Date(now - 29 * day).toISOString(),
    newest: new Date(now - 6 * day).toISOString(),
  });
});
