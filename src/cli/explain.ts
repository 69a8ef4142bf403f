import { CommanderError, type Command } from 'commander';

import { findWorkspaceRoot } from '../nx/workspace.js';
import { findWorkspace } from './container/workspace.js';
import { createEnvironmentRedactor } from './doctor/environment-redactor.js';
import { explainHash } from './explain/explain-hash.js';
import { findCacheDirectories } from './explain/find-cache-directories.js';
import { findTask, readLastRun, type LastTask } from './explain/last-run.js';
import { printExplanation, toJson } from './explain/print-explanation.js';
import type { Host } from './host.js';

interface Options {
  readonly hash?: string;
  readonly json?: true;
}

/** `explain`: what is in the container for a task, and what a run like this one would make of it. */
export function addExplain(program: Command, host: Host): void {
  program
    .command('explain')
    .description('say for a task of the last run whether it is a hit here, and why or why not')
    .argument('[task]', 'project:target or project:target:configuration')
    .option('--hash <hash>', 'look at this hash, whatever the last run was')
    .option('--json', 'print it as JSON')
    .addHelpText('after', examples)
    .action((task: string | undefined, options: Options) => explain(task, options, host));
}

const examples = `
Takes the hash from the last run of Nx on this machine, with the same variables and the same sign-in as that run. Looks,
and changes nothing. Ends with 1 when a container cannot be read.

Examples:
  $ npx nx-azure-cache explain web:build
  $ npx nx-azure-cache explain web:build:production --json
  $ npx nx-azure-cache explain --hash 13872541964221508711`;

async function explain(id: string | undefined, { hash, json }: Options, host: Host): Promise<void> {
  const workspace = findWorkspace(host);
  const task = hash === undefined ? lastTask(id, host) : undefined;
  const explanation = await explainHash(workspace, hash ?? task?.hash ?? '', task);
  const redact = createEnvironmentRedactor(host.env);
  host.out.write(redact(json ? toJson(explanation) : printExplanation(explanation, host.out, Date.now())));
  if (explanation.findings.every(({ status }) => status !== 'unreadable')) return;
  throw new CommanderError(1, 'nx-azure-cache.explain', 'a container cannot be read');
}

/** In Nx's workspace, which no variable of a `.env` file moves. */
function lastTask(id: string | undefined, host: Host): LastTask {
  if (id === undefined) throw new Error('explain needs a task, e.g. web:build, or --hash');
  const root = findWorkspaceRoot(host.cwd, host.started) ?? host.cwd;
  return findTask(readLastRun(findCacheDirectories(root, host)), id);
}
