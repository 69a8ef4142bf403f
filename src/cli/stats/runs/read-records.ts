import { buffer } from 'node:stream/consumers';
import pLimit from 'p-limit';

import { recordFolder } from '../../../blob/blob-name.js';
import type { BlobInventory } from '../../../blob/blob-inventory.js';
import { parseRecord, type RunRecord } from '../../../runs/run-record.js';

const concurrent = 16;
/** Larger ones are none of ours. */
const largest = 4 * 1024 * 1024;

/** The records of a container, and how many of them could not be made sense of. */
export interface FoundRecords {
  readonly records: readonly RunRecord[];
  readonly unreadable: number;
}

/** A container with records in it. */
export interface RecordSource {
  readonly inventory: Pick<BlobInventory, 'list' | 'read'>;
  /** empty for none */
  readonly prefix: string;
}

/**
 * Reads all records that were written from a time on.
 *
 * @param since ms since 1970
 * @throws CacheError
 */
export async function readRecords(source: RecordSource, since: number): Promise<FoundRecords> {
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
