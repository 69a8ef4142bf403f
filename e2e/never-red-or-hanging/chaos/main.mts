/**
 * Chaos: `npm run test:chaos -- [--runs 50] [--storms 5] [--tasks 200] [--seed <number>]`, after `npm run pack`.
 *
 * Each run has its own seed and one of three fault rates. Prints one line per run; fails on any finding.
 */
import { parseArgs } from 'node:util';
import { createRandom } from '../../../test/support/random.js';
import { installNx } from '../../../test/support/install/nx-version.js';
import { startCloud } from '../../../test/support/workspace/cloud.js';
import { build, chaosRun } from './chaos-run.js';
import { storm } from './storm.js';

type Counts = Record<string, number>;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '50' },
    storms: { type: 'string', default: '5' },
    tasks: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
  },
});
const [runs, storms, seed] = [Number(values.runs), Number(values.storms), Number(values.seed)];
const rates = [0.01, 0.05, 0.2];
const stormTasks = 30;

const site = { cloud: await startCloud(), install: await installNx('24'), tasks: Number(values.tasks) };
const totals: Counts = {};
try {
  await runAll();
} finally {
  await site.cloud.close();
}
console.log(`\n${runs} runs, ${storms} storms, first seed ${seed}: ${show(totals)}`);
if (isFound(totals)) process.exitCode = 1;

async function runAll(): Promise<void> {
  const baseline = await build(site);
  for (let i = 0; i < runs; i++) {
    const probability = rates[(seed + i - 1) % rates.length] ?? 0;
    await report(`seed ${seed + i}, ${probability * 100} %`, () =>
      chaosRun(site, { seed: seed + i, probability, baseline }),
    );
  }
  const stormSite = { ...site, tasks: stormTasks };
  const stormBaseline = await build(stormSite);
  for (let i = 0; i < storms; i++) {
    const random = createRandom(seed + i);
    await report(`storm ${seed + i}`, () => storm(stormSite, { random, baseline: stormBaseline }));
  }
}

async function report(name: string, work: () => Promise<object>): Promise<void> {
  const { summaries, ...counts } = (await work().catch(broken)) as Counts & {
    readonly summaries?: readonly string[];
  };
  for (const [key, count] of Object.entries(counts)) totals[key] = (totals[key] ?? 0) + count;
  console.log(`${name}: ${show(counts)}`);
  if (isFound(counts)) console.log(summaries?.join('\n'));
}

/** Something that does not even come to a report, e.g. a blob that does not verify. */
function broken(error: unknown): Counts {
  console.log(error);
  return { broken: 1 };
}

function isFound(counts: Counts): boolean {
  return ['wrongOutputs', 'changedExitCodes', 'lost', 'broken'].some((name) => (counts[name] ?? 0) > 0);
}

function show(counts: Counts): string {
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}
