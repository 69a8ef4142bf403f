/**
 * `npm run test:hostile -- [--cases 20000] [--seed N] [--from 0] [--node 24]`: lets that many hostile artifacts be
 * restored, in a separate process, so that a crash or a hang is a finding as well. A case is repeated with its seed,
 * `--from <its index> --cases 1`.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';

import { installNode, type NodeLine } from '../../support/install/node-version.js';
import type { Verdict } from './run-cases.js';
import { Tally } from './tally.js';

/** Longest without a verdict, ms. */
const patience = 30_000;
const mebibyte = 1024 * 1024;
/** Bombs of 128 MiB are among the cases. */
const mostMemory = 400 * mebibyte;

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '20000' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    from: { type: 'string', default: '0' },
    node: { type: 'string' },
  },
});
const [cases, seed, from] = [Number(values.cases), Number(values.seed), Number(values.from)];
const execPath = values.node === undefined ? process.execPath : await installNode(values.node as NodeLine);

const tally = new Tally();
const child = fork(new URL('./child.mts', import.meta.url), [String(seed), String(from), String(cases)], {
  execPath,
});
let watchdog = setTimeout(hang, patience);
child.on('message', (verdict: Verdict) => {
  tally.count(verdict);
  if (verdict.findings.length > 0) console.log(verdict);
  clearTimeout(watchdog);
  watchdog = setTimeout(hang, patience);
});
const [code] = (await once(child, 'exit')) as [number | null];
clearTimeout(watchdog);
report(code);

function hang(): void {
  console.log(`case ${from + tally.cases} has no end`);
  child.kill('SIGKILL');
}

function report(exitCode: number | null): void {
  console.log(tally.toString());
  const growth = (tally.growth / mebibyte).toFixed(0);
  console.log(
    `seed ${seed}, ${tally.cases} cases, ${tally.findings.length} findings; Node ${values.node ?? process.version}`,
  );
  console.log(
    `slowest case ${tally.slowest.toFixed(0)} ms, memory up to ${growth} MiB more than at the start`,
  );
  if (exitCode !== 0) console.log(`the process ended in case ${from + tally.cases}`);
  const isGood = exitCode === 0 && tally.cases === cases && tally.findings.length === 0;
  process.exitCode = isGood && tally.growth < mostMemory ? 0 : 1;
}
