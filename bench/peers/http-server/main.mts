/**
 * The least server that Nx's own HTTP client can share with: bytes pass through to the storage, nothing is kept.
 * `main.mts <connection string> <container>`
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { BlobServiceClient, type BlockBlobClient } from '@azure/storage-blob';

const [connectionString = '', container = ''] = process.argv.slice(2);
const blobs = BlobServiceClient.fromConnectionString(connectionString).getContainerClient(container);

process.once('disconnect', () => process.exit());
const server = createServer((request, response) => {
  void answer(request, response).catch(() => response.destroy());
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});

/** `/v1/cache/<hash>` */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const blob = blobs.getBlockBlobClient(request.url?.split('/').at(-1) ?? '');
  if (request.method === 'PUT') await put(blob, request, response);
  else await get(blob, response);
}

async function put(blob: BlockBlobClient, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const length = Number(request.headers['content-length']);
  await (length > 0 ? blob.upload(() => request, length) : blob.uploadStream(request));
  response.writeHead(200).end();
}

async function get(blob: BlockBlobClient, response: ServerResponse): Promise<void> {
  const { readableStreamBody, contentLength } = await blob.download().catch(unlessAbsent);
  if (readableStreamBody === undefined) response.writeHead(404).end();
  else await pipeline(readableStreamBody, response.writeHead(200, { 'content-length': contentLength }));
}

type Download = Partial<Awaited<ReturnType<BlockBlobClient['download']>>>;

function unlessAbsent(error: unknown): Download {
  if ((error as { statusCode?: number }).statusCode === 404) return {};
  throw error;
}
