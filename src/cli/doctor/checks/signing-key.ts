import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

import { readVariable, signingKeyVariable } from '../../../config/environment.js';
import { parseKeyText, type KeyText } from '../../../config/key-text.js';
import { publicHalf } from '../../../config/signing-key.js';
import { readNxVersion } from '../../../nx/nx-version.js';
import { quietly } from '../../../quietly.js';
import { fail, pass, skip, warn, type Findings } from '../check.js';
import { kindOf, type Setup } from '../setup.js';

/** Checks that no task of this run can read the signing key. It searches as a task could. */
export function checkSigningKey(setup: Setup): Findings {
  const resolved = setup.resolve();
  const publicKeys = resolved.config.trust?.publicKeys ?? [];
  if (publicKeys.length === 0) return skip('nothing is signed: azure.trust.publicKeys is not set');
  const places = findPlaces(setup, publicKeys);
  if (places.length === 0) return pass(`no task of this run can read it from ${examined}`);
  const where = `can read it from ${places.join(', ')}`;
  if (kindOf(resolved) === 'trusted')
    return warn(`a task of this run ${where}, and sign with it`, 'run only merged code in jobs with the key');
  return fail(
    `a task of this untrusted run ${where}`,
    'give the key, and the machine that has it, only to jobs of trusted branches; then replace the key',
  );
}

const examined =
  process.platform === 'linux'
    ? 'its environment or from that of another process'
    : 'its environment (other processes can be examined on Linux only)';

/** @param publicKeys of this workspace: the keys of others do no harm here */
function findPlaces(setup: Setup, publicKeys: readonly KeyText[]): string[] {
  const { env, settings, processes } = setup;
  const places = findHolders(publicKeys, processes);
  if (places.length > 3) places.splice(3, Infinity, `${places.length - 3} more`);
  if (isInherited()) places.unshift('its own environment');
  // From Nx 22 on, tasks get the environment as it was before the key was removed from it (docs/configuration.md).
  const version = settings && readNxVersion(settings.root);
  const isHandedOn = version !== undefined && Number.parseInt(version) >= 22;
  if (isHandedOn && readVariable(env, signingKeyVariable) !== undefined)
    places.unshift(`the environment that Nx ${version} passes to tasks`);
  return places;
}

function isInherited(): boolean {
  const script = `process.exitCode = ${JSON.stringify(signingKeyVariable)} in process.env ? 1 : 0`;
  return spawnSync(process.execPath, ['-e', script]).status === 1;
}

/**
 * `process 4711 (npm)`: Linux shows the environment that a process was started with, even after the process has removed
 * variables. Other users' processes, and other systems, show none.
 */
function findHolders(publicKeys: readonly KeyText[], processes: string): string[] {
  const read = (pid: string, file: string) =>
    quietly(() => readFileSync(`${processes}/${pid}/${file}`, 'latin1')) ?? '';
  return (quietly(() => readdirSync(processes)) ?? [])
    .filter((pid) => /^\d+$/.test(pid) && isHolder(read(pid, 'environ'), publicKeys))
    .map((pid) => `process ${pid} (${read(pid, 'comm').trim()})`);
}

/** @param environ `HOME=/root\0NX_AZURE_CACHE_SIGNING_KEY=main:…\0` */
function isHolder(environ: string, publicKeys: readonly KeyText[]): boolean {
  const start = `${signingKeyVariable}=`;
  const entry = environ.split('\0').find((variable) => variable.startsWith(start));
  const key = parseKeyText(entry?.slice(start.length).trim() ?? '');
  const half = key && publicHalf(key).key;
  return publicKeys.some((listed) => listed.key === half);
}
