/**
 * How fast `nx-azure-cache prune` deletes, and what builds notice of it: `npm run measure:prune`. It deletes half of the
 * blobs of a container while builds store to it and restore from it: 20,000 of 40,000 in the lean endpoint of the
 * benchmark, 3 ms away, and 1,000 of 2,000 in Azurite, which with 20,000 takes 20 ms for a lookup and 90 for each
 * deletion, one after the other. Not a test: it prints; but a build with a fault ends it.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import pLimit from 'p-limit';
import { Distances } from '../../bench/site.mjs';
import { connectionStringOf, startStorage, type StorageName } from '../../bench/storage.mjs';
import { accountName } from '../../test/support/azurite.js';
import { optionsAt } from '../../test/support/proxy/proxied-store.js';
import { createAzureBlobStore } from '../../src/blob/azure-blob-store.js';
import type { ConnectOptions } from '../../src/blob/connect.js';
import { installNx } from '../../test/support/install/nx-version.js';
import { createMachine, type Machine } from '../../test/support/workspace/machine.js';
import { projectFiles, workspaceFiles } from '../../test/support/workspace/projects.js';
import { parseOutput } from '../../test/support/workspace/parse-output.js';

const size = 1_000;
const names = Array.from({ length: 20 }, (_, i) => `p${i}`);
const install = await installNx('24');

await measure('lean', 40_000);
await measure('azurite', 2_000);

async function measure(name: StorageName, count: number): Promise<void> {
  const storage = await startStorage(name);
  const distances = new Distances();
  const container = await storage.emptyContainer();
  await fill(optionsAt(`http://127.0.0.1:${storage.port}/${accountName}`, container), count);
  const far = connectionStringOf(await distances.distant('region', storage.port));

  const newMachine = (word: string) => createComputer({ container, value: far }, word);
  const machine = newMachine('pruning');
  let ended = false;
  const pruning = prune(machine, count).finally(() => {
    ended = true;
  });
  const built = await build(newMachine, () => ended);
  const { ms, peak, result } = await pruning;

  const rate = Math.round((result.deleted.count * 60_000) / result.ms);
  console.log(
    `${name}, 3 ms away: ${result.deleted.count} of ${count} blobs deleted in ${seconds(result.ms)}`,
  );
  console.log(`  ${rate} a minute; ${seconds(ms)} with start and lists; at most ${peak} MB of memory`);
  console.log(`  ${built} builds of ${names.length} tasks beside it, without a fault`);
  machine.dispose();
  await distances.close();
  await storage.close();
}

interface Place {
  readonly container: string;
  /** a connection string */
  readonly value: string;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

async function fill(options: ConnectOptions, count: number): Promise<void> {
  const store = createAzureBlobStore(options, () => undefined);
  const limit = pLimit(32);
  const body = Buffer.alloc(size, 'x');
  const put = (i: number) =>
    store.upload(`v1/shared/${1e15 + i}`, Readable.from([body]), () => ({ producer: 'measure' }));
  await Promise.all(Array.from({ length: count }, (_, i) => limit(put, i)));
}

/** A machine whose builds produce outputs that depend on that word. */
function createComputer({ container, value }: Place, word: string): Machine {
  const script = `fs.mkdirSync('dist', { recursive: true }); fs.writeFileSync('dist/out', '${word}'.repeat(1000));`;
  const projects = names.map((name) => projectFiles({ name, script }));
  return createMachine({
    install,
    files: Object.assign(workspaceFiles({ accountName, container }), ...projects) as Record<string, string>,
    env: { AZURE_STORAGE_CONNECTION_STRING: value },
  });
}

/** Builds one after the other, each on a new machine: every other one stores what the next one restores. */
async function build(newMachine: (word: string) => Machine, isOver: () => boolean): Promise<number> {
  let built = 0;
  while (!isOver()) {
    const builder = newMachine(`build-${built >> 1}`);
    const run = await builder.nx(['run-many', '-t', 'build']);
    builder.dispose();
    const { warnings, summary } = parseOutput(run);
    if (run.code !== 0 || warnings.length > 0 || summary.includes('fault')) throw new Error(run.stderr);
    console.log(summary);
    built += 1;
  }
  return built;
}

interface Pruned {
  readonly deleted: { readonly count: number };
  readonly ms: number;
}

async function prune({ workspace, env }: Machine, count: number) {
  const started = performance.now();
  const words = ['prune', '--max-size', `${(count / 2) * size}B`, '--yes', '--json'];
  const child = spawn(join(workspace, 'node_modules/.bin/nx-azure-cache'), words, {
    cwd: workspace,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, peakMemory(child.pid));
  }, 20);
  const [stdout] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  clearInterval(timer);
  return { ms: performance.now() - started, peak, result: JSON.parse(stdout) as Pruned };
}

/** Of a process so far, MB; 0 once it has ended. */
function peakMemory(pid: number | undefined): number {
  try {
    const kB = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid ?? ''}/status`, 'utf8'))?.[1];
    return Math.round((Number(kB ?? 0) * 1024) / 1e6);
  } catch {
    return 0;
  }
}
