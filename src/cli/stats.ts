import { Option, type Command } from 'commander';

import type { Host } from './host.js';
import { parseDuration } from './shared/durations.js';
import { toJson } from './shared/messages.js';
import { findWorkspace, openContainers } from './shared/workspace.js';
import { measureUsage, type Usage } from './stats/measure-usage.js';
import { printSum, printUsage, toFigures } from './stats/print-usage.js';
import { showRuns } from './stats/show-runs.js';

interface StatsOptions {
  readonly json?: true;
  readonly runs?: true;
  /** ms */
  readonly since: number;
}

/** `stats`: how much the containers hold, or how runs used the cache. */
export function addStats(program: Command, host: Host): void {
  program
    .command('stats')
    .description('show the size of the cache by scope and age, or how runs used it')
    .option('--runs', 'show hits, time saved and faults from run records')
    .addOption(
      new Option('--since <duration>', 'how far back --runs goes, e.g. 36h or 12w')
        .argParser(parseDuration)
        .default(parseDuration('30d'), '30d'),
    )
    .option('--json', 'print the figures as JSON')
    .addHelpText('after', examples)
    .action((options: StatsOptions) => (options.runs ? showRuns(options, host) : stats(options, host)));
}

const examples = `
Lists the whole container, or only what is below azure.prefix: one request for every 5,000 blobs.
Run records exist only if azure.recordRuns is true in nx.json.

Examples:
  $ npx nx-azure-cache stats
  $ npx nx-azure-cache stats --json
  $ npx nx-azure-cache stats --runs --since 12w`;

async function stats({ json }: StatsOptions, host: Host): Promise<void> {
  const workspace = findWorkspace(host);
  const { prefix } = workspace.config;
  const now = Date.now();
  const found: Usage[] = [];
  for (const open of await openContainers(workspace)) {
    const usage = await measureUsage(open, { prefix, now });
    found.push(usage);
    if (!json) host.out.write(printUsage(usage, now, host.out));
  }
  if (json) host.out.write(toJson({ containers: found.map(toFigures) }));
  else if (found.length > 1) host.out.write(printSum(found));
}
