import { join } from 'node:path';
import {
  assertOutputs,
  countExecuted,
  createMachine,
  disposeMachine,
  removeOutputs,
  shareGraph,
  type Machine,
} from '../machine.mjs';
import type { Sample } from '../results.mjs';
import type { Work } from '../work/work.mjs';
import { measureOn } from './counted.mjs';
import { onSite } from './on-site.mjs';
import type { Connect, Pair, Remote, Setting, Subject } from './subject.mjs';
import type { Tool } from './tool.mjs';

export interface ToolSubject {
  readonly name: string;
  readonly family: string;
  readonly tool: Tool;
  /** A folder with the `node_modules` of its workspaces. */
  readonly install: () => Promise<string>;
  /** Absent for a limit, which has its local cache instead of a second machine. */
  readonly connect?: Connect;
}

/** Builds everything with a tool on one machine, and then, on another that shares the cache, nothing. */
export function toolSubject(options: ToolSubject): Subject {
  const { name, family, connect } = options;
  const pair = (setting: Setting) =>
    onSite(setting, connect, (remote) => onTwoMachines({ options, setting, remote }));
  return { name, family, isLimit: connect === undefined, pair };
}

interface Context {
  readonly options: ToolSubject;
  readonly setting: Setting;
  readonly remote: Remote | undefined;
}

async function onTwoMachines(context: Context): Promise<Pair> {
  const { setting, remote } = context;
  const first = await newMachine(context);
  const second = remote && !setting.sameMachine ? await newMachine(context) : first;
  try {
    const cold = await runOn(first, context, setting.work.tasks.length);
    if (second !== first) shareGraph(first, second);
    removeOutputs(second, setting.work);
    return { cold, warm: await runOn(second, context, 0) };
  } finally {
    [first, second].forEach(disposeMachine);
  }
}

async function newMachine({ options: { tool, install }, setting, remote }: Context): Promise<Machine> {
  const { work, seconds, scratch } = setting;
  const files = tool.files(work, { seconds, remote: remote?.config ?? {} });
  const machine = createMachine(scratch, { install: await install(), files });
  await tool.prepare?.(machine);
  return machine;
}

/** @param executed how many tasks must really run, else it isn't what we think it is */
async function runOn(
  machine: Machine,
  { options, setting, remote }: Context,
  executed: number,
): Promise<Sample> {
  const { tool } = options;
  const run = {
    command: tool.command(machine),
    cwd: machine.workspace,
    env: { ...tool.env(machine), ...remote?.env },
    log: join(machine.root, 'output.log'),
  };
  const { startedAt, sample } = await measureOn(setting.storage, run);
  verify(machine, setting.work, executed);
  return { ...sample, doneMs: tool.doneAt ? tool.doneAt(machine) - startedAt : sample.ms };
}

function verify(machine: Machine, work: Work, executed: number): void {
  const ran = countExecuted(machine);
  if (ran !== executed) throw new Error(`${ran} tasks ran where ${executed} should have`);
  assertOutputs(machine, work);
}
