import { describe, expect, test } from 'vitest';

import type { Finding } from './judge.js';
import { restore, type Restore } from './restores.js';
import { runCases } from './run-cases.js';
import { Tally } from './tally.js';
import { restoreCredulously, restoreUnverified } from './weakened.js';

const mebibyte = 1024 * 1024;
const seed = 1;

test(`2000 hostile artifacts of seed ${seed} do no harm`, async () => {
  const tally = new Tally();
  for await (const verdict of runCases({ seed, from: 0, cases: 2000 }, restore)) tally.count(verdict);
  expect(tally.findings, tally.toString()).toEqual([]);
  expect(tally.growth).toBeLessThan(300 * mebibyte);
  // Cases that are all refused at the door would show nothing.
  expect(tally.total('hit'), tally.toString()).toBeGreaterThan(200);
});

describe('the same artifacts detect', () => {
  test.each<[string, Finding, Restore]>([
    ['an unpack that believes names and links', 'escape', restoreCredulously],
    ['an unpack that writes whatever comes', 'more than declared', restoreCredulously],
    ['an unpack straight into place', 'leftover', restoreCredulously],
    ['a lookup that skips the digest', 'wrong content', restoreUnverified],
  ])('%s: %s', async (_, finding, weakened) => {
    expect(await isFound(finding, weakened)).toBe(true);
  });
});

/** Within 500 cases. */
async function isFound(finding: Finding, weakened: Restore): Promise<boolean> {
  for await (const { findings } of runCases({ seed, from: 0, cases: 500 }, weakened))
    if (findings.includes(finding)) return true;
  return false;
}
