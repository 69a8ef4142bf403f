import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';

import type { Outcome, RecordRequest } from './protocol.js';
import type { Shelf } from './shelf.js';

/** Keeps the record of a run in the container where its artifacts are. */
export async function storeRecord(
  { blobs, nameOfRecord }: Shelf,
  { time, body }: RecordRequest,
  producer: string,
): Promise<Outcome> {
  const content = Buffer.from(body);
  const name = nameOfRecord(time, randomBytes(4).toString('hex'));
  const written = await blobs.upload(name, Readable.from([content]), () => ({ producer }));
  return written ? { status: 'stored', bytes: content.length } : { status: 'present' };
}
