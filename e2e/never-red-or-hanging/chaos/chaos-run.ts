import { isDeepStrictEqual } from 'node:util';
import type { Rule } from '../../../test/support/proxy/proxy-fault.js';
import type { Cloud, Share } from '../../../test/support/workspace/cloud.js';
import { createMachine, type Machine } from '../../../test/support/workspace/machine.js';
import { workspaceFiles } from '../../../test/support/workspace/projects.js';
import type { NxRun } from '../../../test/support/workspace/run-nx.js';
import { parseOutput } from '../../../test/support/workspace/parse-output.js';
import { treeOf } from '../../../test/support/workspace/tree.js';
import { verifyBlobs } from '../../../test/support/workspace/verify-blobs.js';
import { failing, failingOrHarmed } from './chaos-rules.js';
import { chaosTasks } from './tasks.js';

export interface ChaosSite {
  readonly cloud: Cloud;
  readonly install: string;
  readonly tasks: number;
}

/** One build of all tasks on a new machine. */
export interface Build {
  readonly run: NxRun;
  readonly outputs: Readonly<Record<string, string>>;
}

/** The findings of a chaos run; all counts but the first two must be 0. */
export interface ChaosReport {
  /** requests that went wrong */
  readonly injected: number;
  /** artifacts in the container afterwards */
  readonly stored: number;
  readonly wrongOutputs: number;
  readonly changedExitCodes: number;
  /** stored artifacts that a run did not restore though every failure could be healed */
  readonly lost: number;
  /** the summary of each build */
  readonly summaries: readonly string[];
}

/** Builds everything on a new machine; without a share, the machine has no remote cache. */
export async function build(site: ChaosSite, share?: Share): Promise<Build> {
  const machine = machineOf(site, share);
  try {
    const run = await machine.nx(['run-many', '-t', 'build', '--parallel=8']);
    return { run, outputs: treeOf(machine.workspace, 'packages') };
  } finally {
    machine.dispose();
  }
}

/** A new machine with all tasks; without a share it has no remote cache. */
export function machineOf({ install, tasks }: ChaosSite, share?: Share): Machine {
  const files = { ...workspaceFiles(share?.azure), ...chaosTasks(tasks) };
  return createMachine({ install, files, env: share?.env ?? {} });
}

/**
 * Four builds, each on a new machine: a cold one and a warm one with every fault, a warm one whose faults can all be
 * healed, and one without any.
 *
 * @throws for a blob that does not verify
 */
export async function chaosRun(
  site: ChaosSite,
  { seed, probability, baseline }: { seed: number; probability: number; baseline: Build },
): Promise<ChaosReport> {
  const { cloud } = site;
  const share = await cloud.createShare();
  let injected = 0;
  const buildWith = async (rules: readonly Rule[]) => {
    cloud.proxy.reset(rules, seed);
    const built = await build(site, share);
    injected += cloud.proxy.faults;
    return built;
  };
  const cold = await buildWith(failingOrHarmed(probability));
  const stored = (await verifyBlobs(cloud.azurite, share.azure.container)).length;
  const healed = await buildWith(failing(probability));
  const warm = await buildWith(failingOrHarmed(probability));
  const clean = await buildWith([]);
  await verifyBlobs(cloud.azurite, share.azure.container);
  const builds = [cold, healed, warm, clean];
  return {
    injected,
    stored,
    wrongOutputs: builds.filter(({ outputs }) => !isDeepStrictEqual(outputs, baseline.outputs)).length,
    changedExitCodes: builds.filter(({ run }) => run.code !== baseline.run.code).length,
    lost: stored - hits(healed) + (site.tasks - hits(clean)),
    summaries: builds.map(({ run }) => parseOutput(run).summary),
  };
}

/** How many tasks came from the remote cache. */
export const hits = ({ run }: Build) =>
  Object.values(run.statuses).filter((status) => status === 'remote-cache-hit').length;
