import { Option, type Command } from 'commander';

import { openContainers, findWorkspace } from './container/workspace.js';
import type { Host } from './host.js';
import { parseDuration } from './prune/parse-duration.js';
import { takeCensus, type Census } from './stats/census.js';
import { printCensus, printSum } from './stats/print-census.js';
import { statsOfRuns } from './stats/stats-of-runs.js';
import { toJson } from './stats/to-json.js';

interface Options {
  readonly json?: true;
  readonly runs?: true;
  /** ms */
  readonly since: number;
}

/** `stats`: how much is in the containers, whose it is, and how old; and what runs did with it. */
export function addStats(program: Command, host: Host): void {
  program
    .command('stats')
    .description('show how much is in the container, by scope and by age; or what runs did with the cache')
    .option('--runs', 'show hits, time saved and faults instead, by the records that runs have left')
    .addOption(
      new Option('--since <duration>', 'with --runs: how far back, e.g. 36h or 12w')
        .argParser(parseDuration)
        .default(parseDuration('30d'), '30d'),
    )
    .option('--json', 'print the figures as JSON')
    .addHelpText('after', examples)
    .action((options: Options) => (options.runs ? statsOfRuns(options, host) : stats(options, host)));
}

const examples = `
Lists the whole container, or what is below azure.prefix: one request for 5,000 blobs.

Examples:
  $ npx nx-azure-cache stats
  $ npx nx-azure-cache stats --json
  $ npx nx-azure-cache stats --runs --since 12w   where azure.recordRuns is true`;

async function stats({ json }: Pick<Options, 'json'>, host: Host): Promise<void> {
  const workspace = findWorkspace(host);
  const { prefix } = workspace.config;
  const now = Date.now();
  const found: Census[] = [];
  for (const open of await openContainers(workspace)) {
    const census = await takeCensus(open, { prefix, now });
    found.push(census);
    if (!json) host.out.write(printCensus(census, now, host.out));
  }
  if (json) host.out.write(toJson(found));
  else if (found.length > 1) host.out.write(printSum(found));
}
