import { describe, expect, test } from 'vitest';

import { aReport } from '../../test/support/fakes/report.js';
import { parseRecord, toRecord } from './run-record.js';

const bodyOf = (value: unknown) => Buffer.from(JSON.stringify(value));

test('a record can be parsed', () => {
  const record = toRecord(aReport());
  expect(parseRecord(bodyOf(record))).toEqual(JSON.parse(JSON.stringify(record)));
});

test('a record has no messages and no names of users', () => {
  const text = JSON.stringify(toRecord(aReport()));
  expect(text).not.toContain('ada');
  expect(text).not.toContain('slow');
  expect(toRecord(aReport()).scopes).toEqual({ reads: ['trusted', 'local'], writes: 'local' });
});

test('a record has 5,000 artifacts at most, and the number of those left out', () => {
  const report = aReport();
  const artifacts = Array.from({ length: 5_002 }, () => report.artifacts[0]) as typeof report.artifacts;
  const record = parseRecord(bodyOf(toRecord({ ...report, artifacts })));
  expect(record?.artifacts).toHaveLength(5_000);
  expect(record?.leftOut).toBe(2);
});

test('unknown keys of a later version are ignored', () => {
  expect(parseRecord(bodyOf({ ...toRecord(aReport()), mood: 'fine' }))).not.toHaveProperty('mood');
});

describe('a body that is not a record is rejected:', () => {
  const record = toRecord(aReport());
  test.each<[string, Buffer]>([
    ['nothing', Buffer.alloc(0)],
    ['half of one', bodyOf(record).subarray(0, 100)],
    ['null', bodyOf(null)],
    ['another schema', bodyOf({ ...record, schema: 'nx-azure-cache/run' })],
    ['another version', bodyOf({ ...record, version: 2 })],
    ['no time', bodyOf({ ...record, end: 'yesterday' })],
    ['less than nothing', bodyOf({ ...record, totals: { ...record.totals, hits: -1 } })],
    ['a text for a number', bodyOf({ ...record, totals: { ...record.totals, hits: '1' } })],
    ['a name without end', bodyOf({ ...record, package: 'x'.repeat(1_001) })],
    [
      'too many artifacts',
      bodyOf({ ...record, artifacts: Array.from({ length: 5_001 }, () => record.artifacts[0]) }),
    ],
    ['too many bytes', Buffer.concat([bodyOf(record), Buffer.alloc(5 * 1024 * 1024, ' ')])],
  ])('%s', (_, body) => {
    expect(parseRecord(body)).toBeUndefined();
  });
});
