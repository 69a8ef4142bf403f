import type { ListedBlob } from '../../blob/blob-inventory.js';
import { workspaceFolder } from '../../blob/blob-name.js';
import { addBlob, classifyBlob, groupOf, noBlobs, type BlobCount } from '../shared/blobs.js';
import { day } from '../shared/durations.js';
import type { OpenContainer } from '../shared/workspace.js';

/** What a container holds. */
export interface Usage {
  readonly container: string;
  readonly account: string;
  /** artifacts by group, e.g. `pr/*` */
  readonly groups: Map<string, Group>;
  /** artifacts by age */
  readonly ages: Readonly<Record<AgeName, BlobCount>>;
  readonly records: BlobCount;
  /** blobs of other origin */
  readonly foreign: BlobCount;
}

/** The scopes of one kind. */
export interface Group extends BlobCount {
  readonly scopes: Set<string>;
  /** ms since 1970 */
  oldest: number;
  newest: number;
}

/** Ages up to a limit, ms. `today` is the last 24 hours, because the date depends on the time zone. */
const ages = {
  today: day,
  'this week': 7 * day,
  'this month': 30 * day,
  '3 months': 90 * day,
  older: Infinity,
};
type AgeName = keyof typeof ages;
const ageNames = Object.keys(ages) as AgeName[];

const ageOf = (ms: number): AgeName => ageNames.find((name) => ms < ages[name]) ?? 'older';

interface View {
  readonly prefix: string;
  /** ms since 1970 */
  readonly now: number;
}

/** Counts all blobs of a container, or those below the prefix. */
export async function measureUsage({ container, inventory }: OpenContainer, view: View): Promise<Usage> {
  const usage: Usage = {
    container,
    account: inventory.account,
    groups: new Map(),
    ages: Object.fromEntries(ageNames.map((name) => [name, noBlobs()])) as Record<AgeName, BlobCount>,
    records: noBlobs(),
    foreign: noBlobs(),
  };
  for await (const page of inventory.list({ prefix: workspaceFolder(view.prefix) })) {
    for (const blob of page) count(usage, blob, view);
  }
  return usage;
}

function count(usage: Usage, blob: ListedBlob, { prefix, now }: View): void {
  const found = classifyBlob(blob, prefix);
  if (found.kind === 'artifact') {
    addBlob(usage.ages[ageOf(now - blob.modified)], blob.size);
    addToGroup(usage.groups, found.scope, blob);
  } else addBlob(found.kind === 'record' ? usage.records : usage.foreign, blob.size);
}

function addToGroup(groups: Usage['groups'], scope: string, { size, modified }: ListedBlob): void {
  const name = groupOf(scope);
  const group = groups.get(name) ?? { ...noBlobs(), scopes: new Set(), oldest: modified, newest: modified };
  groups.set(name, group);
  addBlob(group, size);
  group.scopes.add(scope);
  group.oldest = Math.min(group.oldest, modified);
  group.newest = Math.max(group.newest, modified);
}
