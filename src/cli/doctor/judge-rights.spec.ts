import { describe, expect, test } from 'vitest';
import { createMemoryProbe } from '../../../test/support/fakes/memory-probe.js';
import { judgeRights, type Tried } from './judge-rights.js';
import { tryRights } from './try-rights.js';

async function judge(by: Tried['by'], permissions: string, others: Partial<Tried> = {}) {
  const rights = await tryRights(createMemoryProbe(permissions), 'v1/trusted/doctor1');
  return judgeRights({
    ...{ by, rights, name: 'this SAS', where: '"trusted"', signed: true, write: true },
    fix: (aim) => aim,
    ...others,
  });
}

const statusesOf = async (...given: Parameters<typeof judge>) =>
  (await judge(...given)).map(({ status }) => status);

describe('a run that is not trusted', () => {
  test.each([
    ['r', 'pass', /^this SAS cannot poison main: creating, overwriting and deleting .* refused$/],
    ['rl', 'pass', /cannot poison main/],
    ['rc', 'fail', /^this SAS could poison main: it may create in "trusted"; unsigned blobs are refused/],
    ['rw', 'fail', /could poison main: it may create and overwrite in/],
    ['rcwd', 'fail', /could poison main: it may create, overwrite and delete in/],
    ['rd', 'fail', /^this SAS could delete what main has stored: it may delete in/],
  ])('with %s: %s', async (permissions, status, detail) => {
    const [finding, ...rest] = await judge('untrusted', permissions);
    expect(finding).toMatchObject({ status, detail: expect.stringMatching(detail) as string });
    expect(finding?.fix).toBe(status === 'fail' ? 'read' : undefined);
    expect(rest).toEqual([]);
  });

  test('is not told of signatures where there are none', async () => {
    const [finding] = await judge('untrusted', 'rcw', { signed: false });
    expect(finding?.detail).toBe('this SAS could poison main: it may create and overwrite in "trusted"');
  });
});

test('without trust, whoever may write is a warning', async () => {
  expect(await statusesOf('shared', 'r')).toEqual(['pass']);
  expect(await statusesOf('shared', 'rcw')).toEqual(['warn']);
});

describe('a trusted run: creating, overwriting, deleting', () => {
  test.each([
    ['rcw', {}, ['pass', 'pass', 'pass']],
    ['rcwd', {}, ['pass', 'pass', 'warn']],
    ['rc', {}, ['pass', 'warn', 'pass']],
    ['r', {}, ['fail', 'warn', 'pass']],
    ['r', { write: false }, ['pass', 'pass', 'pass']],
    ['rcw', { signed: false }, ['pass', 'warn', 'pass']],
    ['rc', { signed: false }, ['pass', 'pass', 'pass']],
  ])('with %s %j: %j', async (permissions, others, expected) => {
    expect(await statusesOf('trusted', permissions, others)).toEqual(expected);
  });

  test('each that is not as it should be says what to do', async () => {
    const found = [...(await judge('trusted', 'r')), ...(await judge('trusted', 'rcwd'))];
    expect(found.map(({ fix }) => fix).filter(Boolean)).toEqual(['write', 'write', 'write, not delete']);
  });
});
