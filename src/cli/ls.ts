import { InvalidArgumentError, Option, type Command } from 'commander';

import type { ListedBlob } from '../blob/blob-inventory.js';
import type { Host } from './host.js';
import { createListing } from './ls/listing.js';
import { classifyBlob, folderOf, matchesScope, type Artifact } from './shared/blobs.js';
import { findWorkspace, openContainers, type OpenContainer } from './shared/workspace.js';

/** `name` is the order of the container itself. */
const orders = {
  newest: (a, b) => b.modified - a.modified,
  oldest: (a, b) => a.modified - b.modified,
  largest: (a, b) => b.size - a.size,
  name: undefined,
} as const satisfies Record<string, ((a: ListedBlob, b: ListedBlob) => number) | undefined>;

interface LsOptions {
  readonly limit: number;
  readonly sort: keyof typeof orders;
  readonly json?: true;
}

/** `ls`: the artifacts of some scopes, one a line. */
export function addLs(program: Command, host: Host): void {
  program
    .command('ls')
    .description('list the artifacts in the container')
    .argument('[scope]', 'scope or pattern, e.g. trusted, pr/7 or "branch/release/*" (default: all scopes)')
    .option('--limit <n>', 'maximum number of artifacts; 0 for all', parseLimit, 30)
    .addOption(
      new Option('--sort <order>', 'sort order; all but name list the whole container first')
        .choices(Object.keys(orders))
        .default('newest'),
    )
    .option('--json', 'print the list as JSON')
    .addHelpText('after', examples)
    .action((scope: string | undefined, options: LsOptions) => ls(scope, options, host));
}

const examples = `
Without a terminal, columns are separated by tabs: hash, scope, bytes, time, producer.

Examples:
  $ npx nx-azure-cache ls
  $ npx nx-azure-cache ls "pr/*" --sort largest --limit 10
  $ npx nx-azure-cache ls trusted --sort oldest --limit 0 | cut -f1`;

function parseLimit(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text) || Infinity;
  throw new InvalidArgumentError('Expected a whole number.');
}

async function ls(scope: string | undefined, { limit, sort, json }: LsOptions, host: Host): Promise<void> {
  const workspace = findWorkspace(host);
  const pages = listArtifacts(await openContainers(workspace), { scope, prefix: workspace.config.prefix });
  const listing = createListing(host.out, { json: json ?? false, now: Date.now() });
  const compare = orders[sort];
  if (compare) listing.add(await firstOf(pages, limit, (a, b) => compare(a.blob, b.blob)));
  else {
    let left = limit;
    for await (const page of pages) {
      listing.add(page.slice(0, left));
      left -= page.length;
      if (left <= 0) break;
    }
  }
  listing.end();
}

/** The artifacts of some scopes with their metadata, page by page. */
export async function* listArtifacts(
  containers: readonly OpenContainer[],
  { scope, prefix }: { readonly scope: string | undefined; readonly prefix: string },
): AsyncGenerator<readonly Artifact[]> {
  for (const { inventory } of containers) {
    for await (const page of inventory.list({ prefix: folderOf(scope, prefix), metadata: true })) {
      yield page
        .map((blob) => classifyBlob(blob, prefix))
        .filter((blob) => blob.kind === 'artifact')
        .filter((artifact) => matchesScope(scope, artifact.scope));
    }
  }
}

/** The first items in an order. Keeps at most twice as many and one page in memory, however many there are. */
export async function firstOf<T>(
  pages: AsyncIterable<readonly T[]>,
  limit: number,
  compare: (a: T, b: T) => number,
): Promise<readonly T[]> {
  let kept: T[] = [];
  for await (const page of pages) {
    kept.push(...page);
    if (kept.length >= 2 * limit) kept = kept.sort(compare).slice(0, limit);
  }
  return kept.sort(compare).slice(0, limit);
}
