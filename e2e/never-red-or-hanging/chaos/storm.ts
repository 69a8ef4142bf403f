import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Machine } from '../../../test/support/workspace/machine.js';
import { treeOf } from '../../../test/support/workspace/tree.js';
import { verifyBlobs } from '../../../test/support/workspace/verify-blobs.js';
import { build, hits, machineOf, type Build, type ChaosSite } from './chaos-run.js';

/** The findings of a storm; all but the first two must be 0. */
export interface StormReport {
  /** processes that were killed before their end */
  readonly killed: number;
  /** artifacts in the container afterwards */
  readonly stored: number;
  readonly wrongOutputs: number;
  readonly changedExitCodes: number;
  /** tasks that a clean machine did not restore afterwards */
  readonly lost: number;
}

const processes = 16;
/** ms; a storm of builds takes longer, so that most are killed in the middle */
const killedWithin = 15_000;

/**
 * Many builds of the same commit at once, every second one killed.
 *
 * @throws for a blob that does not verify
 */
export async function storm(
  site: ChaosSite,
  { random, baseline }: { random: () => number; baseline: Build },
): Promise<StormReport> {
  const share = await site.cloud.createShare();
  const machines = Array.from({ length: processes }, () => machineOf(site, share));
  try {
    const ends = machines.map((machine, i) =>
      run(machine, i % 2 === 0 ? random() * killedWithin : undefined),
    );
    const codes = await Promise.all(ends);
    const survivors = machines.filter((_, i) => codes[i] !== null);
    const stored = (await verifyBlobs(site.cloud.azurite, share.azure.container)).length;
    const clean = await build(site, share);
    const trees = [clean.outputs, ...survivors.map(({ workspace }) => treeOf(workspace, 'packages'))];
    return {
      killed: processes - survivors.length,
      stored,
      wrongOutputs: trees.filter((tree) => !isDeepStrictEqual(tree, baseline.outputs)).length,
      changedExitCodes: codes.filter((code) => code !== null && code !== baseline.run.code).length,
      lost: site.tasks - hits(clean),
    };
  } finally {
    for (const machine of machines) machine.dispose();
  }
}

/** @returns the exit code; null for a process that was killed before its end */
async function run(
  { command, workspace, env }: Machine,
  killAfter: number | undefined,
): Promise<number | null> {
  const [node = '', ...args] = command(['run-many', '-t', 'build', '--parallel=3']);
  const child = spawn(node, args, { cwd: workspace, env, stdio: 'ignore' });
  const ended = once(child, 'exit') as Promise<[number | null]>;
  const kill = async () => {
    if (killAfter === undefined) return;
    await sleep(killAfter, undefined, { ref: false });
    child.kill('SIGKILL');
  };
  void kill();
  return (await ended)[0];
}
