import { CommanderError, Option, type Command } from 'commander';

import type { Host } from './host.js';
import { createDeletion, type Deletion } from './prune/delete-all.js';
import { planPrune, type PrunePlan } from './prune/plan-prune.js';
import { createProgress, printPlan, printResult } from './prune/print-prune.js';
import { createSelection, type Criteria } from './prune/selection.js';
import { parseDuration } from './shared/durations.js';
import { toJson } from './shared/messages.js';
import { countOf, parseSize } from './shared/numbers.js';
import { findWorkspace, openContainers } from './shared/workspace.js';

interface PruneOptions extends Criteria {
  readonly dryRun?: true;
  readonly yes?: true;
  readonly json?: true;
}

/** `prune`: deletes old artifacts, and the oldest ones above a total size. */
export function addPrune(program: Command, host: Host): void {
  program
    .command('prune')
    .description('delete old artifacts')
    .option('--older-than <duration>', 'delete artifacts older than this, e.g. 30d, 12h or 2w', parseDuration)
    .option(
      '--max-size <size>',
      'delete the oldest artifacts until the rest fits, e.g. 50GB, 500MB or 1GiB',
      parseSize,
    )
    .option('--scope <pattern>', 'only in matching scopes, e.g. "pr/*"')
    .addOption(
      new Option('--by <time>', 'measure age from when a blob was stored, or last read')
        .choices(['modified', 'access'])
        .default('modified'),
    )
    .option('--dry-run', 'print what would be deleted, and delete nothing')
    .option('--yes', 'do not ask for confirmation')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', examples)
    .action((options: PruneOptions) => prune(options, host));
}

const examples = `
Deletes only artifacts of this workspace and, with --older-than, its run records. A blob that has changed since it was
listed is kept. A run that misses a deleted artifact builds it again. Ctrl-C stops at any time and prints the result.

Examples:
  $ npx nx-azure-cache prune --older-than 30d --dry-run
  $ npx nx-azure-cache prune --older-than 90d --max-size 50GB --yes
  $ npx nx-azure-cache prune --older-than 7d --scope "pr/*"`;

async function prune(options: PruneOptions, host: Host): Promise<void> {
  const { dryRun, yes, json = false } = options;
  if (options.olderThan === undefined && options.maxSize === undefined) throw new Error(noCriterion);
  if (!dryRun && !yes && !host.ask) throw new Error(noTerminal);
  const workspace = findWorkspace(host);
  const containers = await openContainers(workspace);
  const selection = createSelection(options, workspace.config.prefix);
  const plan = await planPrune(containers, selection, Date.now());
  if (dryRun || plan.toDelete.count === 0) {
    host.out.write(json ? toJson(figuresOf(plan)) : printPlan(plan));
    return;
  }
  if (!yes) {
    host.err.write(printPlan(plan));
    if (!(await isConfirmed(host, plan))) throw ended(1, 'nothing was deleted', host);
  }
  const deletion = createDeletion(containers, {
    selection,
    limit: plan.limit,
    clock: () => performance.now(),
  });
  await carryOut(plan, deletion, { host, json });
}

/** For machines: docs/operations.md. */
const figuresOf = ({ toDelete, kept }: PrunePlan) => ({ planned: toDelete, kept });

const noCriterion = 'set --older-than, --max-size or both to select what is deleted';
const noTerminal =
  'there is no terminal to ask for confirmation: add --yes, or --dry-run to print what would be deleted';

async function isConfirmed({ ask }: Host, { toDelete }: PrunePlan): Promise<boolean> {
  const answer = await ask?.(`Delete ${countOf(toDelete.count, 'blob')}? [y/N] `);
  return /^\s*y(es)?\s*$/i.test(answer ?? '');
}

async function carryOut(
  plan: PrunePlan,
  { deleteAll, done }: Deletion,
  { host, json }: { readonly host: Host; readonly json: boolean },
): Promise<void> {
  const interrupted = host.catchInterrupt();
  const progress = createProgress(plan.toDelete.count, host.err, Date.now);
  try {
    await deleteAll(interrupted, progress.show);
  } finally {
    // Also after a failure: some blobs may be deleted.
    progress.end();
    const result = { ...done, interrupted: interrupted.aborted, ms: progress.ms() };
    host.out.write(json ? toJson({ ...figuresOf(plan), ...result }) : printResult(plan, result));
  }
  if (interrupted.aborted) throw ended(130, 'interrupted; run prune again to delete the rest', host);
  if (done.refused.count > 0)
    throw ended(1, 'some blobs could not be deleted; run prune again to retry', host);
}

function ended(exitCode: number, message: string, { err }: Host): CommanderError {
  err.write(`${message}\n`);
  return new CommanderError(exitCode, 'nx-azure-cache.prune', message);
}
