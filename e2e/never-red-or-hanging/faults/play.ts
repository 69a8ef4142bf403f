import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createMachine, type Machine } from '../../../test/support/workspace/machine.js';
import { workspaceFiles } from '../../../test/support/workspace/projects.js';
import { treeOf } from '../../../test/support/workspace/tree.js';
import { artifacts } from './artifacts.js';
import type { Column } from './columns.js';
import type { MatrixServices } from './matrix-services.js';
import type { Route } from './route.js';

/** The result of a run. */
export interface Played {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
  /** all that is in the local cache afterwards */
  readonly cached: Readonly<Record<string, string>>;
}

const driver = join(import.meta.dirname, 'driver.mjs');

/** Runs the tasks of a column on a new machine, as Nx does it but without the time that Nx takes; see driver.mjs. */
export async function play(
  { artifacts: size, lookups }: Pick<Column, 'artifacts' | 'lookups'>,
  { install, source }: MatrixServices,
  route: Pick<Route, 'env'> & { readonly azure: Route['azure'] | undefined },
): Promise<Played> {
  const machine = createMachine({ install, files: workspaceFiles(route.azure), env: route.env });
  const job = {
    hashes: artifacts[size],
    source: join(source, size),
    lookups,
    cacheDirectory: machine.cacheDirectory,
  };
  try {
    return await run(machine, JSON.stringify(job));
  } finally {
    machine.dispose();
  }
}

async function run({ workspace, cacheDirectory, env }: Machine, job: string): Promise<Played> {
  const started = performance.now();
  const child = spawn(process.execPath, [driver, job], {
    cwd: workspace,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit') as Promise<[number | null]>;
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  const ms = performance.now() - started;
  return { code, stdout, stderr, ms, cached: treeOf(cacheDirectory, '.') };
}
