import { buffer } from 'node:stream/consumers';
import pLimit from 'p-limit';

import type { BlobInventory } from '../../blob/blob-inventory.js';
import { recordFolder } from '../../blob/blob-name.js';
import { parseRecord, type RunRecord } from '../../runs/run-record.js';
import type { Host } from '../host.js';
import { toJson } from '../shared/messages.js';
import { countOf } from '../shared/numbers.js';
import { findWorkspace, openContainers } from '../shared/workspace.js';
import { aggregate } from './aggregate.js';
import { printRuns, toResult } from './print-runs.js';

/** `stats --runs`: how runs used the cache, from the records that they left in the containers. */
export async function showRuns(
  { since: age, json }: { readonly since: number; readonly json?: true },
  host: Host,
): Promise<void> {
  const until = Date.now();
  const span = { since: until - age, until };
  const workspace = findWorkspace(host);
  const { prefix } = workspace.config;
  const containers = await openContainers(workspace);
  const found = await Promise.all(
    containers.map(({ inventory }) => readRecords({ inventory, prefix }, span.since)),
  );
  const records = found.flatMap((each) => each.records);
  const unreadable = found.reduce((sum, each) => sum + each.unreadable, 0);
  const statistics = aggregate(records, span);
  host.out.write(json ? toJson(toResult(statistics, span, unreadable)) : printRuns(statistics, host.out));
  if (unreadable > 0 && !json) host.err.write(`${countOf(unreadable, 'run record')} could not be read\n`);
}

const concurrent = 16;
/** bytes; a larger blob is not a record */
const largest = 4 * 1024 * 1024;

interface RecordSource {
  readonly inventory: Pick<BlobInventory, 'list' | 'read'>;
  /** empty for none */
  readonly prefix: string;
}

/**
 * Reads all records that were written since a time, ms since 1970. Counts the blobs that are no valid records.
 *
 * @throws CacheError
 */
export async function readRecords(
  source: RecordSource,
  since: number,
): Promise<{ records: RunRecord[]; unreadable: number }> {
  const slots = pLimit(concurrent);
  const names = await namesSince(source, since);
  const read = await Promise.all(names.map((name) => slots(() => readRecord(source, name))));
  const records = read.filter((record) => record !== undefined);
  return { records, unreadable: read.length - records.length };
}

async function namesSince({ inventory, prefix }: RecordSource, since: number): Promise<string[]> {
  const names: string[] = [];
  for await (const page of inventory.list({ prefix: recordFolder(prefix) }))
    for (const { name, modified, size } of page)
      if (modified >= since && size > 0 && size <= largest) names.push(name);
  return names;
}

async function readRecord({ inventory }: RecordSource, name: string): Promise<RunRecord | undefined> {
  const blob = await inventory.read(name);
  return blob && parseRecord(await buffer(blob.chunks));
}
