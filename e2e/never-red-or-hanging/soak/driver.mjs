/**
 * Plays one very long run of Nx in the workspace that it is started in: `driver.mjs <cycles> <every> <folder>` stores
 * and restores that many artifacts. It regularly prints the resources of the process as a line of JSON.
 */
import { Buffer } from 'node:buffer';
import console from 'node:console';
import { randomFillSync } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';

const [cycles, every] = process.argv.slice(2, 4).map(Number);
const folders = { from: join(process.argv[4], 'from'), to: join(process.argv[4], 'to') };
const { getRemoteCache } = createRequire(`${process.cwd()}/nx.json`)('@nx/powerpack-azure-cache');
const cache = getRemoteCache();
const large = Buffer.alloc(3 * 1024 * 1024);

for (let cycle = 1; cycle <= cycles; cycle++) {
  await storeAndRestore(
    String(cycle),
    cycle % 20 === 0 ? randomFillSync(large) : Buffer.from(`built ${cycle}`),
  );
  if (cycle % every === 0) console.log(JSON.stringify({ cycle, ...(await takeStock()) }));
}

async function storeAndRestore(hash, content) {
  mkdirSync(join(folders.from, hash, 'dist/empty'), { recursive: true });
  for (const name of ['main.js', 'other.js']) writeFileSync(join(folders.from, hash, 'dist', name), content);
  await cache.store(hash, folders.from, `output of ${hash}`, 0);
  const { terminalOutput, outputsPath } = await retrieve(hash);
  const restored = readFileSync(join(outputsPath, 'dist/other.js'));
  if (terminalOutput !== `output of ${hash}` || !restored.equals(content))
    throw new Error(`${hash} is wrong`);
  for (const folder of Object.values(folders)) rmSync(join(folder, hash), { recursive: true });
}

/** The upload is behind the call, so that the first lookups may be misses. */
async function retrieve(hash) {
  for (let attempt = 0; attempt < 1000; attempt++) {
    const result = await cache.retrieve(hash, folders.to);
    if (result) return result;
    await pause(5);
  }
  throw new Error(`${hash} was not stored`);
}

async function takeStock() {
  globalThis.gc();
  await pause(100);
  globalThis.gc();
  const descriptors = readdirSync('/proc/self/fd').map(targetOf);
  return {
    rss: process.memoryUsage.rss(),
    files: descriptors.filter((target) => target.startsWith('/') && !target.startsWith('/proc')).length,
    sockets: descriptors.filter((target) => target.startsWith('socket:')).length,
    descriptors: descriptors.length,
    threads: readdirSync('/proc/self/task').length,
    resources: process.getActiveResourcesInfo().sort().join(' '),
    leftovers: [folders.from, folders.to, tmpdir()].flatMap(namesIn),
  };
}

/** The run itself goes on, and with it the folder in which it holds outputs that are to be uploaded. */
function namesIn(folder) {
  return readdirSync(folder).flatMap((name) =>
    name.startsWith('.nx-azure-cache-held-') ? readdirSync(join(folder, name)) : [name],
  );
}

/** The descriptor that lists the others is gone by now. */
function targetOf(descriptor) {
  try {
    return readlinkSync(`/proc/self/fd/${descriptor}`);
  } catch {
    return '';
  }
}
