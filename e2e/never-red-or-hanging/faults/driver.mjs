/**
 * Plays Nx 24 to the package in a workspace: looks up all tasks at once, runs those that are no hit, stores what they
 * made, and ends with `process.exit`. `driver.mjs '{ "hashes", "source", "cacheDirectory", "lookups" }'`
 */
import { cpSync, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import console from 'node:console';
import process from 'node:process';

const require = createRequire(join(process.cwd(), 'nx.json'));
const { hashes, source, cacheDirectory, lookups } = JSON.parse(process.argv[2]);
/** Of a build with a failed task; no crash ends with it. */
const exitCode = 7;

/** By which Nx looks the package up. */
const documentedName = '@nx/powerpack-azure-cache';

const { getRemoteCache } = await import(require.resolve(documentedName));
const cache = getRemoteCache();
const results = await Promise.all(
  hashes.map((hash) => (lookups ? cache?.retrieve(hash, cacheDirectory) : null)),
);
for (const [i, hash] of hashes.entries()) {
  const result = results[i] ?? (await execute(hash));
  console.log(`${hash}: ${result.code} ${result.terminalOutput}`);
}
process.exit(exitCode);

async function execute(hash) {
  const outputs = join(cacheDirectory, hash);
  if (existsSync(outputs)) console.log(`${hash}: a miss has left something`);
  cpSync(join(source, hash), outputs, { recursive: true });
  const terminalOutput = `built ${hash}`;
  await cache?.store(hash, cacheDirectory, terminalOutput, 0);
  return { code: 0, terminalOutput };
}
