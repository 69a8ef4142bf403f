import { expect, test } from 'vitest';

import { printTable, printTabs, type Column } from './table.js';

const columns: readonly Column[] = [
  { title: 'SCOPE', longest: 8 },
  { title: 'SIZE', align: 'right' },
  { title: 'PRODUCER' },
];
const rows = [
  ['trusted', '1.2 MB', 'https://ci.example/runs/42'],
  ['branch/release/1.2', '812 B', ''],
];

test('columns are aligned, the first ones cut, and titles come first', () => {
  expect(printTable(columns, rows, { width: 100, hasColors: false })).toBe(
    [
      'SCOPE       SIZE  PRODUCER',
      'trusted   1.2 MB  https://ci.example/runs/42',
      'branch/…   812 B',
      '',
    ].join('\n'),
  );
});

test('no line is wider than the terminal', () => {
  const text = printTable(columns, rows, { width: 24, hasColors: false });
  expect(text).toContain('trusted   1.2 MB  https…\n');
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(24);
});

test('the titles can be bold, or be left out', () => {
  const [first] = rows;
  expect(printTable(columns, [first ?? []], { width: 80, hasColors: true })).toContain('\x1b[1mSCOPE');
  expect(printTable(columns, [first ?? []], { width: 80, hasColors: true }, false)).not.toContain('SCOPE');
});

test('machines get columns between tabs, whole', () => {
  expect(printTabs(rows)).toBe('trusted\t1.2 MB\thttps://ci.example/runs/42\nbranch/release/1.2\t812 B\t\n');
});

test('what would move the cursor or break the columns is left out', () => {
  const evil = [['a\x1b[2Jb', 'c\td\ne', '\u202ef']];
  expect(printTabs(evil)).toBe('ab\tcde\tf\n');
  expect(printTable(columns, evil, { width: 80, hasColors: false }, false)).toBe('ab      cde  f\n');
});
