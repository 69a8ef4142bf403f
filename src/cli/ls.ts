import { InvalidArgumentError, Option, type Command } from 'commander';

import type { Artifact } from './container/entry.js';
import { findWorkspace, openContainers } from './container/workspace.js';
import type { Host } from './host.js';
import { createListing } from './ls/listing.js';
import { listArtifacts } from './ls/list-artifacts.js';
import { orders, type Order } from './ls/orders.js';
import { createTop } from './ls/top.js';

interface Options {
  readonly limit: number;
  readonly sort: Order;
  readonly json?: true;
}

/** `ls`: the artifacts of some scopes, one a line. */
export function addLs(program: Command, host: Host): void {
  program
    .command('ls')
    .description('list the artifacts in the container')
    .argument('[scope]', 'e.g. trusted, pr/7 or "branch/release/*"; all by default')
    .option('--limit <n>', 'so many at most; 0: all', parseLimit, 30)
    .addOption(
      new Option('--sort <order>', 'by name comes at once; the others look at all first')
        .choices(Object.keys(orders))
        .default('newest'),
    )
    .option('--json', 'print the list as JSON')
    .addHelpText('after', examples)
    .action((scope: string | undefined, options: Options) => ls(scope, options, host));
}

const examples = `
Without a terminal the columns are separated by tabs: hash, scope, bytes, time, producer.

Examples:
  $ npx nx-azure-cache ls
  $ npx nx-azure-cache ls "pr/*" --sort largest --limit 10
  $ npx nx-azure-cache ls trusted --sort oldest --limit 0 | cut -f1`;

function parseLimit(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text) || Infinity;
  throw new InvalidArgumentError('It takes a whole number.');
}

async function ls(scope: string | undefined, { limit, sort, json }: Options, host: Host): Promise<void> {
  const workspace = findWorkspace(host);
  const pages = listArtifacts(await openContainers(workspace), { scope, prefix: workspace.config.prefix });
  const listing = createListing(host.out, { json: json ?? false, now: Date.now() });
  const compare = orders[sort];
  if (compare) {
    const top = createTop<Artifact>(limit, (a, b) => compare(a.blob, b.blob));
    for await (const page of pages) top.add(page);
    listing.add(top.take());
  } else await showAtOnce(pages, limit, listing.add);
  listing.end();
}

async function showAtOnce(
  pages: AsyncIterable<readonly Artifact[]>,
  limit: number,
  show: (artifacts: readonly Artifact[]) => void,
): Promise<void> {
  let left = limit;
  for await (const page of pages) {
    show(page.slice(0, left));
    left -= page.length;
    if (left <= 0) return;
  }
}
