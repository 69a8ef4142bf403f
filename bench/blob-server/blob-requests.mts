import type { IncomingMessage, ServerResponse } from 'node:http';
import { common, sendEmpty, sendError } from './answer.mjs';
import { createBlob, slice, type Blob } from './blob.mjs';
import { commitBlocks, stageBlock, type Container } from './containers.mjs';
import { parseRange } from './range.mjs';
import { readBody } from './read-body.mjs';

export interface BlobRequest {
  readonly container: Container;
  readonly name: string;
  readonly query: URLSearchParams;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** Put Blob, Put Block and Put Block List. */
export async function putBlob(call: BlobRequest): Promise<void> {
  const body = await readBody(call.request);
  const { container, name, query, request, response } = call;
  if (query.get('comp') === 'block') {
    stageBlock(container, { name, id: query.get('blockid') ?? '' }, body);
    sendEmpty(response, 201);
  } else if (request.headers['if-none-match'] === '*' && container.blobs.has(name)) {
    sendError(response, 409, 'BlobAlreadyExists');
  } else if (query.get('comp') === 'blocklist') {
    commit(call, body);
  } else {
    container.blobs.set(name, createBlob(body, metadataOf(request)));
    sendCreated(call);
  }
}

function commit(call: BlobRequest, body: readonly Buffer[]): void {
  const ids = [
    ...Buffer.concat(body)
      .toString()
      .matchAll(/<(?:Latest|Uncommitted)>([^<]+)</g),
  ].map(([, id = '']) => id);
  const { container, name, request, response } = call;
  if (commitBlocks(container, name, { ids, metadata: metadataOf(request) })) sendCreated(call);
  else sendError(response, 400, 'InvalidBlockList');
}

function sendCreated({ container, name, response }: BlobRequest): void {
  const { etag = '', modified = '' } = container.blobs.get(name) ?? {};
  sendEmpty(response, 201, { etag, 'last-modified': modified, 'x-ms-request-server-encrypted': 'true' });
}

/** Get Blob, whole or a range, and Get Blob Properties. */
export async function getBlob({ container, name, request, response }: BlobRequest): Promise<void> {
  const blob = container.blobs.get(name);
  if (blob === undefined) {
    sendError(response, 404, 'BlobNotFound');
    return;
  }
  const range = parseRange(request.headers['x-ms-range'] ?? request.headers.range, blob.size);
  if (range === 'unsatisfiable') {
    sendError(response, 416, 'InvalidRange');
    return;
  }
  response.writeHead(range.partial ? 206 : 200, headersOf(blob, range));
  if (request.method !== 'HEAD')
    for (const chunk of slice(blob, range.start, range.end)) await write(response, chunk);
  response.end();
}

interface Range {
  readonly partial: boolean;
  readonly start: number;
  readonly end: number;
}

function headersOf(blob: Blob, { partial, start, end }: Range): Record<string, string> {
  const { etag, modified, metadata, size } = blob;
  return {
    ...common,
    ...metadata,
    etag,
    'last-modified': modified,
    'content-type': 'application/octet-stream',
    'accept-ranges': 'bytes',
    'x-ms-blob-type': 'BlockBlob',
    'content-length': String(end - start),
    ...(partial ? { 'content-range': `bytes ${start}-${end - 1}/${size}` } : {}),
  };
}

function metadataOf({ headers }: IncomingMessage): Record<string, string> {
  const metadata = Object.entries(headers).filter(([name]) => name.startsWith('x-ms-meta-'));
  return Object.fromEntries(metadata.map(([name, value]) => [name, String(value)]));
}

/** Waits for a slow reader, so that little data is in flight. */
async function write(response: ServerResponse, chunk: Buffer): Promise<void> {
  if (response.write(chunk)) return;
  await new Promise<void>((resolve) => {
    const proceed = () => {
      response.off('drain', proceed).off('close', proceed);
      resolve();
    };
    response.once('drain', proceed).once('close', proceed);
  });
}
