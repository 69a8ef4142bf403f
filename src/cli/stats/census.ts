import type { ListedBlob } from '../../blob/blob-inventory.js';
import { workspaceFolder } from '../../blob/blob-name.js';
import { groupOf, toEntry } from '../container/entry.js';
import type { OpenContainer } from '../container/workspace.js';
import { ageNames, ageOf, type AgeName } from './ages.js';
import { add, emptyTally, type Tally } from './tally.js';

/** What is in a container. */
export interface Census {
  readonly container: string;
  readonly account: string;
  /** artifacts by group, e.g. `pr/*` */
  readonly groups: ReadonlyMap<string, Group>;
  /** artifacts by age */
  readonly ages: Readonly<Record<AgeName, Tally>>;
  readonly records: Tally;
  /** blobs that are not of our layout */
  readonly foreign: Tally;
}

/** The scopes of one kind. */
export interface Group extends Tally {
  readonly scopes: Set<string>;
  /** ms since 1970 */
  oldest: number;
  newest: number;
}

/** Counts all blobs of a container, or those below the prefix. */
export async function takeCensus(
  { container, inventory }: OpenContainer,
  { prefix, now }: { readonly prefix: string; readonly now: number },
): Promise<Census> {
  const census = emptyCensus(container, inventory.account);
  for await (const page of inventory.list({ prefix: workspaceFolder(prefix) })) {
    for (const blob of page) count(census, blob, { prefix, now });
  }
  return census;
}

const emptyCensus = (container: string, account: string) => ({
  ...{ container, account, groups: new Map<string, Group>() },
  ages: Object.fromEntries(ageNames.map((name) => [name, emptyTally()])) as Record<AgeName, Tally>,
  ...{ records: emptyTally(), foreign: emptyTally() },
});

function count(
  census: ReturnType<typeof emptyCensus>,
  blob: ListedBlob,
  { prefix, now }: { readonly prefix: string; readonly now: number },
): void {
  const entry = toEntry(blob, prefix);
  if (entry.kind === 'artifact') {
    add(census.ages[ageOf(now - blob.modified)], blob.size);
    addToGroup(census.groups, entry.scope, blob);
  } else add(entry.kind === 'record' ? census.records : census.foreign, blob.size);
}

function addToGroup(groups: Map<string, Group>, scope: string, { size, modified }: ListedBlob): void {
  const name = groupOf(scope);
  const group = groups.get(name) ?? {
    ...{ ...emptyTally(), scopes: new Set<string>(), oldest: modified, newest: modified },
  };
  groups.set(name, group);
  add(group, size);
  group.scopes.add(scope);
  group.oldest = Math.min(group.oldest, modified);
  group.newest = Math.max(group.newest, modified);
}
