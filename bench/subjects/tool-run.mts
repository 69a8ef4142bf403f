import { join } from 'node:path';
import { assertOutputs, countExecuted, createMachine, type Machine } from '../machine.mjs';
import type { Sample } from '../results.mjs';
import type { Work } from '../work/work.mjs';
import { measureOn } from './counted.mjs';
import type { Remote, Setting } from './subject.mjs';
import type { Tool } from './tool.mjs';

/** A tool with, or without, a remote cache that is ready. */
export interface ToolContext {
  readonly options: {
    readonly tool: Tool;
    /** A folder with the `node_modules` of its workspaces. */
    readonly install: () => Promise<string>;
  };
  readonly setting: Setting;
  readonly remote: Remote | undefined;
}

/** A fresh checkout of the work. */
export async function newMachine(context: ToolContext): Promise<Machine> {
  const { options, setting, remote } = context;
  const { work, seconds, scratch } = setting;
  const files = options.tool.files(work, { seconds, remote: remote?.config ?? {} });
  const machine = createMachine(scratch, { install: await options.install(), files });
  await options.tool.prepare?.(machine);
  return machine;
}

/** @param executed the number of tasks that must run; another number makes the measurement invalid */
export async function runOn(machine: Machine, context: ToolContext, executed: number): Promise<Sample> {
  const { options, setting, remote } = context;
  const { tool } = options;
  const run = {
    command: tool.command(machine),
    cwd: machine.workspace,
    env: environment(tool.env(machine), remote),
    log: join(machine.root, 'output.log'),
  };
  const { startedAt, sample } = await measureOn(setting.storage, run);
  verify(machine, setting.work, executed);
  return { ...sample, doneMs: tool.doneAt ? tool.doneAt(machine) - startedAt : sample.ms };
}

function environment(own: Readonly<Record<string, string>>, remote: Remote | undefined) {
  const PATH = [remote?.bin, own['PATH']].filter((part) => part !== undefined).join(':');
  return { ...own, ...remote?.env, PATH };
}

function verify(machine: Machine, work: Work, executed: number): void {
  const ran = countExecuted(machine);
  if (ran !== executed) throw new Error(`${ran} tasks ran where ${executed} should have`);
  assertOutputs(machine, work);
}
