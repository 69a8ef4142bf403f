import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { disposeMachine, shareGraph, type Machine } from '../../machine.mjs';
import type { Sample } from '../../results.mjs';
import { onSite } from '../on-site.mjs';
import type { Connect, Pair, Setting, Subject } from '../subject.mjs';
import { newMachine, runOn, type ToolContext } from '../tool-run.mjs';
import { openDesk } from './desk.mjs';
import type { WaysIn } from './ways-in.mjs';

export type SignInSubject = ToolContext['options'] & {
  readonly name: string;
  /** Those of a tool; its limit is the same tool by key. */
  readonly family: string;
  readonly way: WaysIn[keyof WaysIn];
  readonly isLimit: boolean;
  readonly env?: Readonly<Record<string, string>>;
};

/** ten after the first */
const laterRuns = 10;

/** Eleven runs in a row of one developer: the first builds and stores, and the later ones restore. */
export function signInSubject(options: SignInSubject): Subject {
  const { name, family, isLimit } = options;
  const pair = (setting: Setting) =>
    onSite(setting, connect(options), (remote) => inARow({ options, setting, remote }));
  return { name, family, isLimit, pair };
}

const connect =
  ({ way, env }: SignInSubject): Connect =>
  async (site) => {
    const desk = await openDesk(site);
    const { config, env: told } = way(site.container, desk);
    const { bin, azStarts, close } = desk;
    return { config, bin, azStarts, close, env: { ...desk.env, ...told, ...env, ...summary } };
  };

/** Our package reports how long a run waited. The path is relative and beside the workspace, which must not change. */
const summaryName = 'summary.json';
const summary = { NX_AZURE_CACHE_SUMMARY: `../${summaryName}` };

/** Each run has its own checkout and local caches; all runs share one home. */
async function inARow(context: ToolContext): Promise<Pair> {
  const machines: Machine[] = [];
  const run = async (executed: number) => {
    const machine = await newMachine(context);
    machines.push(machine);
    const [first = machine] = machines;
    if (first !== machine) shareGraph(first, machine);
    return watched({ ...machine, home: first.home }, context, executed);
  };
  try {
    const cold = await run(context.setting.work.tasks.length);
    const warm = await run(0);
    const again: Sample[] = [];
    while (again.length < laterRuns - 1) again.push(await run(0));
    return { cold, warm, again };
  } finally {
    machines.forEach(disposeMachine);
  }
}

async function watched(machine: Machine, context: ToolContext, executed: number): Promise<Sample> {
  const azStarts = () => context.remote?.azStarts?.() ?? 0;
  const before = azStarts();
  const sample = await runOn(machine, context, executed);
  return { ...sample, azStarts: azStarts() - before, ...waitedIn(join(machine.root, summaryName)) };
}

function waitedIn(file: string): Pick<Sample, 'waitedMs'> {
  if (!existsSync(file)) return {};
  const { totals } = JSON.parse(readFileSync(file, 'utf8')) as { totals: { waitedMs: number } };
  return { waitedMs: totals.waitedMs };
}
