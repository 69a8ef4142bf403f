import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

import { parseKeyText, type KeyText } from '../../config/key-text.js';
import { publicHalf } from '../../config/signing-key.js';
import { signingKeyVariable } from '../../config/environment.js';

/**
 * Where a process that this one starts can read the signing key: as it inherits it, or from the processes of its user.
 * Linux shows for ever the environment that a process was started with, whatever that has taken out of it since.
 *
 * @param publicKeys of the keys that are looked for; those of other workspaces do no harm here
 * @param processes where Linux shows them; on other systems there is no such folder
 */
export function findKeyInReach(publicKeys: readonly KeyText[], processes = '/proc'): string[] {
  const holders = findHolders(publicKeys, processes);
  return [...(isInherited() ? ['the environment that it inherits'] : []), ...shorten(holders)];
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

const shorten = (found: readonly string[]) =>
  found.length <= 3 ? found : [...found.slice(0, 3), `${found.length - 3} more`];

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** What another user's process shows, or one that has ended meanwhile, is nothing. */
function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
