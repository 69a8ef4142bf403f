import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { sendBatch, sendEmpty, sendError, sendXml } from './answer.mjs';
import { parseBlobPath } from './blob-path.mjs';
import { getBlob, putBlob, type BlobRequest } from './blob-requests.mjs';
import { createContainer, type Container } from './containers.mjs';
import { deleteBatch, deleteBlob } from './delete-blobs.mjs';
import { listBlobs } from './list-blobs.mjs';
import { readBody } from './read-body.mjs';
import { Counter } from './stats.mjs';

/**
 * Blob storage in memory, as much of it as the clients of this benchmark need. It checks no signature and is as fast
 * as Node is, so that a client is measured and not an emulator. `/_control/…` is the benchmark's own door.
 */
export function createBlobServer(): Server {
  const containers = new Map<string, Container>();
  const counter = new Counter();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://storage');
    if (url.pathname.startsWith('/_control/')) control(url.pathname, response);
    else {
      counter.count(request);
      void route({ containers, url, request, response }).catch(() => response.destroy());
    }
  });
  server.keepAliveTimeout = 60_000;
  return server;

  function control(path: string, response: ServerResponse): void {
    if (path === '/_control/stats') response.end(JSON.stringify(counter.stats));
    else if (path === '/_control/reset') {
      counter.reset();
      containers.clear();
      response.end('{}');
    } else sendError(response, 404, 'ResourceNotFound');
  }
}

interface Routed {
  readonly containers: Map<string, Container>;
  readonly url: URL;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

async function route({ containers, url, request, response }: Routed): Promise<void> {
  const { containerName, name } = parseBlobPath(url.pathname);
  const container = containers.get(containerName);
  if (name === '') await routeContainer({ containers, url, request, response }, containerName);
  else if (container === undefined) sendError(response, 404, 'ContainerNotFound');
  else await routeBlob({ container, name, query: url.searchParams, request, response });
}

async function routeBlob(call: BlobRequest): Promise<void> {
  const { method } = call.request;
  if (method === 'PUT') await putBlob(call);
  else if (method === 'GET' || method === 'HEAD') await getBlob(call);
  else if (method === 'DELETE') removeBlob(call);
  else sendError(call.response, 405, 'UnsupportedHttpVerb');
}

function removeBlob({ container, name, request, response }: BlobRequest): void {
  const { status, code } = deleteBlob(container, name, request.headers['if-match']);
  if (code === undefined) sendEmpty(response, status);
  else sendError(response, status, code);
}

async function routeContainer({ containers, url, request, response }: Routed, name: string): Promise<void> {
  const body = Buffer.concat(await readBody(request)).toString();
  const container = containers.get(name);
  const comp = url.searchParams.get('comp');
  if (request.method === 'PUT') {
    if (container === undefined) containers.set(name, createContainer());
    if (container === undefined) sendEmpty(response, 201, { etag: '"0x1"' });
    else sendError(response, 409, 'ContainerAlreadyExists');
  } else if (container === undefined) sendError(response, 404, 'ContainerNotFound');
  else if (comp === 'list') sendXml(response, listBlobs(container, url.searchParams));
  else if (comp === 'batch') sendBatch(response, (boundary) => deleteBatch(container, body, boundary));
  else sendEmpty(response, 200, { etag: '"0x1"', 'last-modified': new Date().toUTCString() });
}
