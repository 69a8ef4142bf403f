import { join } from 'node:path';
import type { StorageStats } from './blob-server/stats.mjs';
import {
  assertOutputs,
  countExecuted,
  createMachine,
  disposeMachine,
  removeOutputs,
  shareGraph,
  type Machine,
} from './machine.mjs';
import { measure } from './measure/measure.mjs';
import type { Profile } from './network/profiles.mjs';
import type { Sample } from './results.mjs';
import { Distances } from './site.mjs';
import type { Storage } from './storage.mjs';
import type { Remote, Subject } from './subjects/subject.mjs';
import type { Work } from './work/work.mjs';

export interface Setting {
  readonly work: Work;
  /** of each task */
  readonly seconds: number;
  readonly network: Profile;
  readonly storage: Storage;
  /** A folder for the machines. */
  readonly scratch: string;
}

export type Pair = Readonly<Record<'cold' | 'warm', Sample>>;

/** Builds everything on one machine, and then, on another that shares the cache, nothing. */
export async function runPair(subject: Subject, setting: Setting): Promise<Pair> {
  const distances = new Distances();
  const { storage, network } = setting;
  const container = await storage.emptyContainer();
  const distant = (port: number) => distances.distant(network, port);
  const remote = await subject.remote?.({ container, storagePort: storage.port, distant });
  try {
    return await onTwoMachines(subject, setting, remote);
  } finally {
    await remote?.close?.();
    await distances.close();
  }
}

/** A limit has its local cache instead of a second machine. */
async function onTwoMachines(subject: Subject, setting: Setting, remote: Remote | undefined): Promise<Pair> {
  const machines = [await newMachine(subject, setting, remote)];
  const [first] = machines as [Machine];
  try {
    const run = { subject, setting, remote };
    const cold = await runOn(first, { ...run, executed: setting.work.tasks.length });
    const second = remote ? await newMachine(subject, setting, remote) : first;
    machines.push(second);
    if (second !== first) shareGraph(first, second);
    removeOutputs(second, setting.work);
    return { cold, warm: await runOn(second, { ...run, executed: 0 }) };
  } finally {
    machines.forEach(disposeMachine);
  }
}

async function newMachine({ tool, install }: Subject, { work, seconds, scratch }: Setting, remote?: Remote) {
  const files = tool.files(work, { seconds, remote: remote?.config ?? {} });
  return createMachine(scratch, { install: await install(), files });
}

interface RunOn {
  readonly subject: Subject;
  readonly setting: Setting;
  readonly remote: Remote | undefined;
  /** How many tasks must really run, else it isn't what we think it is. */
  readonly executed: number;
}

async function runOn(machine: Machine, { subject, setting, remote, executed }: RunOn): Promise<Sample> {
  const { tool } = subject;
  const before = await setting.storage.stats();
  const env = { ...tool.env(machine), ...remote?.env };
  const log = join(machine.root, 'output.log');
  const { startedAt, ...measured } = await measure({
    command: tool.command(machine),
    cwd: machine.workspace,
    env,
    log,
  });
  const after = await setting.storage.stats();
  verify(machine, setting.work, executed);
  const doneMs = tool.doneAt ? tool.doneAt(machine) - startedAt : measured.ms;
  return { ...measured, doneMs, ...trafficBetween(before, after) };
}

function verify(machine: Machine, work: Work, executed: number): void {
  const ran = countExecuted(machine);
  if (ran !== executed) throw new Error(`${ran} tasks ran where ${executed} should have`);
  assertOutputs(machine, work);
}

function trafficBetween(before?: StorageStats, after?: StorageStats): Pick<Sample, 'requests' | 'wireBytes'> {
  if (!before || !after) return {};
  const wire = ({ bytesIn, bytesOut }: StorageStats) => bytesIn + bytesOut;
  return { requests: after.requests - before.requests, wireBytes: wire(after) - wire(before) };
}
