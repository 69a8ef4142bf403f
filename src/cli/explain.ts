import { CommanderError, type Command } from 'commander';

import { findWorkspaceRoot } from '../nx/workspace.js';
import { explainHash } from './explain/explain-hash.js';
import { findCacheDirectories, findTask, readLastRun, type LastTask } from './explain/last-run.js';
import { printExplanation } from './explain/print-explanation.js';
import type { Host } from './host.js';
import { toJson } from './shared/messages.js';
import { createEnvironmentRedactor } from './shared/redactor.js';
import { findWorkspace } from './shared/workspace.js';

interface ExplainOptions {
  readonly hash?: string;
  readonly json?: true;
}

/** `explain`: what the container has for a task, and what a run like this one would do with it. */
export function addExplain(program: Command, host: Host): void {
  program
    .command('explain')
    .description('explain why a task of the last run is a hit or a miss here')
    .argument('[task]', 'project:target or project:target:configuration')
    .option('--hash <hash>', 'explain this hash instead of a task')
    .option('--json', 'print the explanation as JSON')
    .addHelpText('after', examples)
    .action((task: string | undefined, options: ExplainOptions) => explain(task, options, host));
}

const examples = `
Reads the hash from the last Nx run on this machine. Use the same environment variables and sign-in as that run.
Nothing is changed. Exit code: 1 if a container cannot be read, 0 otherwise.

Examples:
  $ npx nx-azure-cache explain web:build
  $ npx nx-azure-cache explain web:build:production --json
  $ npx nx-azure-cache explain --hash 13872541964221508711`;

async function explain(id: string | undefined, { hash, json }: ExplainOptions, host: Host): Promise<void> {
  const workspace = findWorkspace(host);
  const task = hash === undefined ? lastTask(id, host) : undefined;
  const explanation = await explainHash(workspace, hash ?? task?.hash ?? '', task);
  const redact = createEnvironmentRedactor(host.env);
  // The JSON is described in docs/operations.md.
  host.out.write(redact(json ? toJson(explanation) : printExplanation(explanation, host.out, Date.now())));
  if (explanation.findings.every(({ status }) => status !== 'unreadable')) return;
  throw new CommanderError(1, 'nx-azure-cache.explain', 'a container cannot be read');
}

/** In Nx's workspace, which no variable of a `.env` file moves. */
function lastTask(id: string | undefined, host: Host): LastTask {
  if (id === undefined) throw new Error('name a task, e.g. explain web:build, or use --hash');
  const root = findWorkspaceRoot(host.cwd, host.started) ?? host.cwd;
  return findTask(readLastRun(findCacheDirectories(root, host)), id);
}
