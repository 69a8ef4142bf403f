/**
 * Profiles the worker thread while artifacts are stored and retrieved, all at once, 3 ms away: `npm run bench:profile`.
 * Shares of its time by `--cpu-prof`, of Node 24.
 */
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installNode } from '../../test/support/install/node-version.js';
import { folders } from '../install/folders.mjs';
import { fromRoot } from '../options.mjs';
import { createScratch } from '../scratch.mjs';
import { startStorage } from '../storage.mjs';
import { azureBlock } from '../subjects/connect.mjs';
import { driverSubject } from '../subjects/driver-subject.mjs';
import type { Connect } from '../subjects/subject.mjs';
import { createWork } from '../work/works.mjs';
import { kinds, summarize, type CpuProfile, type Summary } from './summary.mjs';

const scratch = createScratch();
const storage = await startStorage('lean');
console.log(`| | busy | ${kinds.join(' | ')} |`);
console.log(`|${' --- |'.repeat(kinds.length + 2)}`);
try {
  for (const name of ['W1', 'W2', 'W3']) {
    const [stored, retrieved] = await profile(name);
    console.log(rowOf(`${name} stored`, stored));
    console.log(rowOf(`${name} retrieved`, retrieved));
  }
} finally {
  await storage.close();
}

async function profile(name: string): Promise<readonly (Summary | undefined)[]> {
  const profiles = mkdtempSync(join(scratch, 'profiles-'));
  const connect: Connect = async (site) => {
    const remote = await azureBlock(site);
    return { ...remote, env: { ...remote.env, NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${profiles}` } };
  };
  const subject = driverSubject({
    name: 'nx-azure-cache',
    family: 'Node 24',
    kind: 'plugin',
    connect,
    node: await installNode('24'),
    install: folders.ours('24', fromRoot('dist/nx-azure-cache.tgz')),
  });
  const work = createWork(name, join(scratch, `fixtures-${name}`));
  await subject.pair({ work, seconds: 0, network: 'region', storage, scratch, sameMachine: false });
  return workersIn(profiles);
}

/** The profiles of worker threads, in the order of their processes: `CPU.<date>.<time>.<process>.<thread>.<n>.cpuprofile`. */
function workersIn(folder: string): Summary[] {
  const names = readdirSync(folder).sort();
  const workers = names.filter((name) => Number(name.split('.')[4]) > 0);
  return workers.map((name) => summarize(JSON.parse(readFileSync(join(folder, name), 'utf8')) as CpuProfile));
}

function rowOf(title: string, summary: Summary | undefined): string {
  if (summary === undefined) throw new Error(`there is no profile of ${title}`);
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  const shares = kinds.map((kind) => percent(summary.busy.get(kind) ?? 0));
  return `| ${[title, percent(1 - summary.idle), ...shares].join(' | ')} |`;
}
