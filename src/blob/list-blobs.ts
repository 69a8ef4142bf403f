import type { Container } from './container.js';
import type { ListedBlob, ListOptions } from './inventory.js';
import { parseBlobList, type BlobPage } from './parse-blob-list.js';
import type { Requests } from './requests.js';

/** As many as Azure gives at once. */
const pageSize = 5_000;

/** Lists blobs in the order of their names, a page a request, which is sent when the one before it has been used. */
export async function* listBlobs(
  container: Container,
  options: ListOptions,
  requests: Requests,
): AsyncGenerator<readonly ListedBlob[]> {
  let marker: string | undefined;
  do {
    const page = await fetchPage(container, { ...options, marker }, requests);
    yield page.blobs;
    marker = page.next;
  } while (marker !== undefined);
}

function fetchPage(
  container: Container,
  { prefix, metadata, marker }: ListOptions & { readonly marker: string | undefined },
  requests: Requests,
): Promise<BlobPage> {
  const query = {
    ...{ restype: 'container', comp: 'list', maxresults: String(pageSize) },
    ...(prefix !== '' && { prefix }),
    ...(metadata && { include: 'metadata' }),
    ...(marker !== undefined && { marker }),
  };
  return requests.send('list', async ({ signal, alive }) => {
    const { readableStreamBody } = await container.send({
      ...{ method: 'GET', name: '', query, headers: {}, signal },
    });
    return parseBlobList(await readText((readableStreamBody ?? []) as AsyncIterable<Buffer>, alive));
  });
}

async function readText(stream: AsyncIterable<Buffer>, alive: () => void): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) {
    alive();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
