import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

import { signingKeyVariable } from '../../config/take-signing-key.js';

/**
 * Where a process that this one starts can read the signing key: as it inherits it, or from the processes of its user.
 * Linux shows for ever the environment that a process was started with, whatever that has taken out of it since.
 *
 * @param processes where Linux shows them; on other systems there is no such folder
 */
export function findKeyInReach(processes = '/proc'): string[] {
  return [...(isInherited() ? ['the environment that it inherits'] : []), ...shorten(holders(processes))];
}

function isInherited(): boolean {
  const script = `process.exitCode = ${JSON.stringify(signingKeyVariable)} in process.env ? 1 : 0`;
  return spawnSync(process.execPath, ['-e', script]).status === 1;
}

/** `process 4711 (npm)` */
function holders(processes: string): string[] {
  return list(processes)
    .filter((pid) => /^\d+$/.test(pid))
    .filter((pid) => read(`${processes}/${pid}/environ`).split('\0').some(isKey))
    .map((pid) => `process ${pid} (${read(`${processes}/${pid}/comm`).trim()})`);
}

const isKey = (entry: string) => entry.startsWith(`${signingKeyVariable}=`);

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
