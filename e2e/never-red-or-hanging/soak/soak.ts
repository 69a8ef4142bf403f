import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execute } from '../../../test/support/install/execute.js';
import type { Share } from '../../../test/support/workspace/cloud.js';
import type { Machine } from '../../../test/support/workspace/machine.js';

/** The resources of the process after this number of cycles. */
export interface Stock {
  readonly cycle: number;
  /** memory, bytes, after a collection */
  readonly rss: number;
  /** open files */
  readonly files: number;
  readonly sockets: number;
  /** open descriptors of all kinds */
  readonly descriptors: number;
  readonly threads: number;
  /** the active resources of the event loop, by Node's names */
  readonly resources: string;
  /** names in the cache directories and the temporary folder */
  readonly leftovers: readonly string[];
}

export interface Soak {
  readonly cycles: number;
  /** cycles between two looks */
  readonly every: number;
}

/** Stores and restores one artifact after the other in one process of the installed package. */
export async function soak(machine: Machine, share: Share, { cycles, every }: Soak): Promise<Stock[]> {
  const folder = mkdtempSync(join(tmpdir(), 'soak-'));
  const temporary = join(folder, 'tmp');
  for (const name of ['from', 'to', 'tmp']) mkdirSync(join(folder, name));
  try {
    const driver = join(import.meta.dirname, 'driver.mjs');
    const command = [process.execPath, '--expose-gc', driver, `${cycles}`, `${every}`, folder] as const;
    const said = await execute(command, machine.workspace, { ...share.env, TMPDIR: temporary });
    return said
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Stock);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
