import { dealtWith, describeAzure } from './describe-azure.js';
import { removeLegacyCache } from './legacy-cache.js';
import type { Migration } from './migration.js';
import { moveNxOptions } from './nx-options.js';
import { noteOptions } from './option-notes.js';
import { adviseOnSecrets } from './secret-options.js';
import type { Setup } from './setup.js';
import { isRemotecacheAzure, removeRunner, tasksRunners } from './tasks-runners.js';

/** The package, and the runner. */
const from = 'nx-remotecache-azure';

/**
 * From the custom tasks runner nx-remotecache-azure (MIT), when it is the default one. Where Nx 21 has removed the entry
 * already, from what is left of it.
 */
export function fromRemotecacheAzure(setup: Setup): Migration | undefined {
  const { nxJson, packages } = setup;
  const runners = tasksRunners(nxJson);
  const runner = runners.find(isRemotecacheAzure);
  const isLeftOver = packages[from] !== undefined && runners.length === 0;
  if (runner === undefined && !isLeftOver) return undefined;
  const options = runner?.options ?? {};
  const moved = moveNxOptions(nxJson, options);
  const azure = describeAzure(setup, options);
  const removed = runner ? [removeRunner(nxJson, runner)] : [];
  return {
    from,
    nxJson: [...azure.edits, ...removed, ...removeLegacyCache(nxJson), ...moved.edits],
    packages: runners.length > 1 ? [] : [from],
    moves: true,
    notes: [...azure.notes, ...noteOptions(options, [...dealtWith, ...moved.names])],
    todo: [...adviseOnSecrets(options), ...azure.todo, ...moved.todo, ...(runner ? [] : [lostOptions])],
  };
}

const lostOptions =
  'Look for the options of the runner, which Nx 21 took out of nx.json: git log -p -S nx-remotecache-azure -- nx.json';
