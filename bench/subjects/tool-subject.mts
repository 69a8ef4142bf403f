import { disposeMachine, removeOutputs, shareGraph } from '../machine.mjs';
import { onSite } from './on-site.mjs';
import type { Connect, Pair, Setting, Subject } from './subject.mjs';
import { newMachine, runOn, type ToolContext } from './tool-run.mjs';

export type ToolSubject = ToolContext['options'] & {
  readonly name: string;
  readonly family: string;
  /** Absent for a limit, which has its local cache instead of a second machine. */
  readonly connect?: Connect;
};

/** Builds everything with a tool on one machine, and then, on another that shares the cache, nothing. */
export function toolSubject(options: ToolSubject): Subject {
  const { name, family, connect } = options;
  const pair = (setting: Setting) =>
    onSite(setting, connect, (remote) => onTwoMachines({ options, setting, remote }));
  return { name, family, isLimit: connect === undefined, pair };
}

async function onTwoMachines(context: ToolContext): Promise<Pair> {
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
