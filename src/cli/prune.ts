import { CommanderError, Option, type Command } from 'commander';

import { findWorkspace, openContainers } from './container/workspace.js';
import type { Host } from './host.js';
import { createSelection, type Criteria } from './prune/criteria.js';
import { isConfirmed } from './prune/is-confirmed.js';
import { parseDuration } from './prune/parse-duration.js';
import { parseSize } from './prune/parse-size.js';
import { planPrune, type Plan } from './prune/plan.js';
import { printPlan, printResult, resultToJson } from './prune/print-prune.js';
import { createProgress } from './prune/progress.js';
import { createSweep, type Sweep } from './prune/sweep.js';

interface Options {
  readonly olderThan?: number;
  readonly maxSize?: number;
  readonly scope?: string;
  readonly by: Criteria['by'];
  readonly dryRun?: true;
  readonly yes?: true;
  readonly json?: true;
}

/** `prune`: deletes what is old, and the oldest of what is too much. */
export function addPrune(program: Command, host: Host): void {
  program
    .command('prune')
    .description('delete artifacts that are old, or the oldest ones of too many')
    .option('--older-than <duration>', 'delete what is older, e.g. 30d, 12h, 2w', parseDuration)
    .option('--max-size <size>', 'then the oldest until no more is left, e.g. 50GB, 500MB, 1GiB', parseSize)
    .option('--scope <pattern>', 'only in these scopes, e.g. "pr/*"')
    .addOption(
      new Option('--by <time>', 'what makes a blob old: when it was stored, or last read')
        .choices(['modified', 'access'])
        .default('modified'),
    )
    .option('--dry-run', 'only say what would be deleted')
    .option('--yes', 'do not ask')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', examples)
    .action((options: Options) => prune(options, host));
}

const examples = `
Deletes only artifacts of this workspace (and, by age, records of its runs), each only while it is the one that was
looked at. A run that misses one builds it again. Ctrl-C ends it at any time, and says what was done.

Examples:
  $ npx nx-azure-cache prune --older-than 30d --dry-run
  $ npx nx-azure-cache prune --older-than 90d --max-size 50GB --yes
  $ npx nx-azure-cache prune --older-than 7d --scope "pr/*"`;

async function prune(options: Options, host: Host): Promise<void> {
  const { olderThan, maxSize, scope, by, dryRun, yes, json } = options;
  if (olderThan === undefined && maxSize === undefined) throw new Error(noCriterion);
  if (!dryRun && !yes && !host.ask) throw new Error(nobodyToAsk);
  const workspace = findWorkspace(host);
  const containers = await openContainers(workspace);
  const selection = createSelection({ olderThan, maxSize, scope, by }, workspace.config.prefix);
  const plan = await planPrune(containers, selection, Date.now());
  if (dryRun || plan.doomed.count === 0) {
    host.out.write(json ? resultToJson(plan, undefined) : printPlan(plan));
    return;
  }
  if (!yes) {
    host.err.write(printPlan(plan));
    if (!(await isConfirmed(host, plan))) throw ended(1, 'nothing was deleted', host);
  }
  const sweep = createSweep(containers, selection, plan.limit);
  await carryOut(plan, sweep, { host, json: json ?? false });
}

const noCriterion = 'prune needs --older-than or --max-size (or both), so that it knows what may go';
const nobodyToAsk =
  'there is no terminal to ask whether to delete: give --yes, or --dry-run to see what would go';

async function carryOut(
  plan: Plan,
  sweep: Sweep,
  { host, json }: { readonly host: Host; readonly json: boolean },
): Promise<void> {
  const interrupted = host.catchInterrupt();
  const progress = createProgress(plan.doomed.count, host.err, Date.now);
  try {
    await sweep.run(interrupted, progress.show);
  } finally {
    // Also after a failure: what was done is done.
    progress.end();
    const result = { ...sweep.done, interrupted: interrupted.aborted, ms: progress.ms() };
    host.out.write(json ? resultToJson(plan, result) : printResult(plan, result));
  }
  if (interrupted.aborted) throw ended(130, 'interrupted; what is left can be pruned later', host);
  if (sweep.done.refused.count > 0)
    throw ended(1, 'not all could be deleted; what is left is tried the next time', host);
}

function ended(exitCode: number, message: string, { err }: Host): CommanderError {
  err.write(`${message}\n`);
  return new CommanderError(exitCode, 'nx-azure-cache.prune', message);
}
