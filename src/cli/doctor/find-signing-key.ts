import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

import { parseKeyText, type KeyText } from '../../config/key-text.js';
import { publicHalf } from '../../config/signing-key.js';
import { signingKeyVariable } from '../../config/take-signing-key.js';

/**
 * Finds where a child process can read the signing key: in its own environment, or in that of another process of the user.
 * Linux shows the environment that a process was started with, even after the process has removed variables.
 *
 * @param publicKeys of this workspace: the keys of others do no harm here
 * @param processes the folder in which Linux shows them; other systems have none
 */
export function findSigningKey(publicKeys: readonly KeyText[], processes = '/proc'): string[] {
  const holders = findHolders(publicKeys, processes);
  const shown = holders.length <= 3 ? holders : [...holders.slice(0, 3), `${holders.length - 3} more`];
  return isInherited() ? ['its own environment', ...shown] : shown;
}

function isInherited(): boolean {
  const script = `process.exitCode = ${JSON.stringify(signingKeyVariable)} in process.env ? 1 : 0`;
  return spawnSync(process.execPath, ['-e', script]).status === 1;
}

/** `process 4711 (npm)` */
function findHolders(publicKeys: readonly KeyText[], processes: string): string[] {
  return list(processes)
    .filter((pid) => /^\d+$/.test(pid))
    .filter((pid) => isHolder(read(`${processes}/${pid}/environ`), publicKeys))
    .map((pid) => `process ${pid} (${read(`${processes}/${pid}/comm`).trim()})`);
}

/** @param environ `HOME=/root\0NX_AZURE_CACHE_SIGNING_KEY=main:…\0` */
function isHolder(environ: string, publicKeys: readonly KeyText[]): boolean {
  const start = `${signingKeyVariable}=`;
  const entry = environ.split('\0').find((variable) => variable.startsWith(start));
  const key = parseKeyText(entry?.slice(start.length).trim() ?? '');
  const half = key && publicHalf(key).key;
  return publicKeys.some((listed) => listed.key === half);
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Empty for another user's process, or one that has just ended. */
function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
