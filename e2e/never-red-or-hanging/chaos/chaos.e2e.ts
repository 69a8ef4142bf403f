import { beforeAll, expect, test } from 'vitest';
import { createRandom } from '../../../test/support/random.js';
import { build, chaosRun, type Build, type ChaosSite } from './chaos-run.js';
import { storm } from './storm.js';
import { installNx } from '../../../test/support/install/nx-version.js';
import { useLab } from '../../../test/support/workspace/lab.js';

const lab = useLab();
const found = { wrongOutputs: 0, changedExitCodes: 0, lost: 0 };
const tasks = 40;

let site: ChaosSite;
let baseline: Build;

beforeAll(async () => {
  site = { cloud: lab.cloud, install: await installNx('24'), tasks };
  baseline = await build(site);
  expect(baseline.run.code).toBe(1);
});

test.each([
  { rate: 5, seed: 1 },
  { rate: 20, seed: 2 },
])('with $rate % of requests going wrong the build is what it is without a cache', async ({ rate, seed }) => {
  const report = await chaosRun(site, { seed, probability: rate / 100, baseline });
  expect(report).toMatchObject(found);
  expect(report.injected).toBeGreaterThan(0);
});

test('16 builds at once, half of them killed, leave nothing but whole artifacts (microsoft/rushstack#2489)', async () => {
  const few = { ...site, tasks: 10 };
  const report = await storm(few, { random: createRandom(1), baseline: await build(few) });
  expect(report).toMatchObject({ ...found, stored: few.tasks });
  expect(report.killed).toBeGreaterThan(0);
});
