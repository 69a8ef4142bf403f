import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { isWell, printRow, printSummary } from './report.js';
import type { Row } from './run-checks.js';

const row: Row = {
  ...{ title: 'Container', status: 'fail', detail: 'container "cache" does not exist in acme' },
  fix: 'create it with az storage container create, or correct azure.container',
};
const plain = { width: undefined, hasColors: false };
const rowsOf = (...statuses: Row['status'][]) => statuses.map((status) => ({ ...row, status }));

describe('a row', () => {
  test('is two lines where there is no terminal, however long they are', () => {
    expect(printRow(row, plain)).toBe(
      'fail  Container: container "cache" does not exist in acme\n' +
        '      Fix: create it with az storage container create, or correct azure.container\n',
    );
  });

  test('keeps to the width of a terminal', () => {
    const text = printRow(row, { width: 50, hasColors: false });
    const lines = text.trimEnd().split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(50);
    expect(lines.slice(1).every((line) => line.startsWith('      '))).toBe(true);
    expect(text.replace(/\s+/g, ' ')).toBe(printRow(row, plain).replace(/\s+/g, ' '));
  });

  test('shows its status in colour where that is wanted', () => {
    const text = printRow(row, { width: undefined, hasColors: true });
    expect(text).toMatch(/fail {2}.+Container: /);
    expect(stripVTControlCharacters(text)).toBe(printRow(row, plain));
  });
});

test('the summary counts what there is', () => {
  expect(printSummary(rowsOf('pass', 'skip', 'pass', 'fail'))).toBe('\n2 passed, 1 failed, 1 skipped\n');
});

test('all is well as long as nothing fails', () => {
  expect(isWell(rowsOf('pass', 'warn', 'skip'))).toBe(true);
  expect(isWell(rowsOf('pass', 'fail'))).toBe(false);
});
