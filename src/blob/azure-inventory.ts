import type { Readable } from 'node:stream';

import { readFailure } from './azure-errors.js';
import type { BlobInventory, ListedBlob, ListOptions } from './blob-inventory.js';
import { connect, type ConnectOptions } from './connect.js';
import type { Connection } from './connection.js';
import { createDeletions } from './delete-blobs.js';
import { download, readMetadata } from './download.js';
import { parseBlobList, type BlobPage } from './parse-blob-list.js';
import { createEntra } from './sign-in/entra.js';

/** @throws CacheError when there is no credential */
export async function openInventory(options: ConnectOptions, entra = createEntra()): Promise<BlobInventory> {
  const connection = await connect(options, entra);
  return {
    account: connection.account,
    list: (which) => listBlobs(connection, which),
    delete: createDeletions(connection),
    read: (name) => download(connection, name),
    head: (name) => headBlob(connection, name),
  };
}

/** As many as Azure gives at once. */
const pageSize = 5_000;

/** Lists blobs in the order of their names, a page a request, which is sent when the one before it has been used. */
export async function* listBlobs(
  connection: Connection,
  options: ListOptions,
): AsyncGenerator<readonly ListedBlob[]> {
  let marker: string | undefined;
  do {
    const page = await fetchPage(connection, options, marker);
    yield page.blobs;
    marker = page.next;
  } while (marker !== undefined);
}

function fetchPage(
  connection: Connection,
  { prefix, metadata }: ListOptions,
  marker: string | undefined,
): Promise<BlobPage> {
  const query = {
    restype: 'container',
    comp: 'list',
    maxresults: String(pageSize),
    ...(prefix !== '' && { prefix }),
    ...(metadata && { include: 'metadata' }),
    ...(marker !== undefined && { marker }),
  };
  return connection.send('list', async ({ send, moved }) => {
    const { readableStreamBody } = await send({ method: 'GET', query });
    return parseBlobList(await readText((readableStreamBody ?? []) as AsyncIterable<Buffer>, moved));
  });
}

async function readText(stream: AsyncIterable<Buffer>, moved: (bytes: number) => void): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) {
    moved(chunk.length);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** All that is known of a blob but its body; undefined when there is none. */
function headBlob(connection: Connection, name: string): Promise<ListedBlob | undefined> {
  return connection.send('read', async ({ send }) => {
    try {
      const { headers, readableStreamBody } = await send({ method: 'HEAD', name });
      (readableStreamBody as Readable | undefined)?.destroy();
      return {
        name,
        etag: headers.get('etag') ?? '',
        size: Number(headers.get('content-length') ?? 0),
        modified: Date.parse(headers.get('last-modified') ?? ''),
        accessed: undefined,
        metadata: readMetadata(headers),
      };
    } catch (error) {
      if (readFailure(error).code === 'BlobNotFound') return undefined;
      throw error;
    }
  });
}
