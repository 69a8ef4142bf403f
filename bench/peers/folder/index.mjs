/**
 * The least that any remote cache can be under Nx: a folder on the same disk, with hard links for transfers. It opens no
 * connection, packs, checks and hashes nothing; a lookup takes the one round trip that it takes at the least.
 */
import { linkSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';

export async function getRemoteCache() {
  const { BENCH_FOLDER: folder, BENCH_ROUND_TRIP: roundTrip } = process.env;
  return {
    retrieve: async (hash, cacheDirectory) => {
      await setTimeout(Number(roundTrip));
      return retrieve(join(folder, hash), join(cacheDirectory, hash));
    },
    store: async (hash, cacheDirectory, terminalOutput, code) =>
      store(join(cacheDirectory, hash), join(folder, hash), { terminalOutput, code }),
  };
}

function retrieve(kept, outputsPath) {
  const said = readSaid(`${kept}.json`);
  if (said === null) return null;
  link(kept, outputsPath);
  return { ...said, outputsPath };
}

function store(outputsPath, kept, said) {
  link(outputsPath, kept);
  writeFileSync(`${kept}.json`, JSON.stringify(said));
  return true;
}

function readSaid(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

function link(from, to) {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) link(source, target);
    else linkSync(source, target);
  }
}
