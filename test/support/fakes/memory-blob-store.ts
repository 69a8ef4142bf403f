import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { BlobDownload, BlobMetadata, BlobStore } from '../../../src/blob/blob-store.js';
import type { CacheError } from '../../../src/errors.js';

/** The kind of a call; `body` is the reading of a blob after its download has begun. */
export type MemoryOperation = 'download' | 'body' | 'upload';

/** A container in memory, that counts and fails on demand. */
export interface MemoryBlobStore extends BlobStore {
  /** The stored blobs by name; a test may add any blob. */
  readonly blobs: Map<string, MemoryBlob>;
  /** Calls so far, with those that failed. */
  readonly calls: Readonly<Record<MemoryOperation, number>>;
  /** Lets the next `times` calls of an operation fail (default: all of them); 0 ends it. */
  fail(operation: MemoryOperation, error: CacheError, times?: number): void;
}

export interface MemoryBlob {
  readonly body: Buffer;
  readonly metadata: BlobMetadata;
}

/** An empty container. */
export function createMemoryBlobStore(): MemoryBlobStore {
  const blobs = new Map<string, MemoryBlob>();
  const { calls, fail, count } = createFailures();

  return {
    blobs,
    calls,
    fail,
    async download(name) {
      count('download');
      const blob = await Promise.resolve(blobs.get(name));
      return (
        blob &&
        toDownload(blob, () => {
          count('body');
        })
      );
    },
    async upload(name, body, metadata, replacing) {
      count('upload');
      const content = await buffer(body);
      const blob = { body: content, metadata: metadata() };
      const present = blobs.get(name);
      if ((present && etagOf(present)) !== replacing) return false;
      blobs.set(name, blob);
      return true;
    },
  };
}

function createFailures() {
  const calls = { download: 0, body: 0, upload: 0 };
  const failures = new Map<MemoryOperation, { readonly error: CacheError; left: number }>();
  return {
    calls,
    fail: (operation: MemoryOperation, error: CacheError, times = Infinity) => {
      failures.set(operation, { error, left: times });
    },
    count: (operation: MemoryOperation) => {
      calls[operation] += 1;
      const failure = failures.get(operation);
      if (failure === undefined || failure.left <= 0) return;
      failure.left -= 1;
      throw failure.error;
    },
  };
}

/** @param between called when half of the body has been read */
function toDownload(blob: MemoryBlob, between: () => void): BlobDownload {
  const { body, metadata } = blob;
  return {
    metadata: { ...metadata },
    etag: etagOf(blob),
    size: body.length,
    chunks: inHalves(body, between),
  };
}

/** Like Azure's ETag: every write gets a new one, even with the same bytes. */
function etagOf(blob: MemoryBlob): string {
  const etag = etags.get(blob) ?? `"0x${randomBytes(8).toString('hex')}"`;
  etags.set(blob, etag);
  return etag;
}

const etags = new WeakMap<MemoryBlob, string>();

async function* inHalves(body: Buffer, between: () => void): AsyncGenerator<Buffer> {
  const half = Math.ceil(body.length / 2);
  yield Promise.resolve(body.subarray(0, half));
  between();
  yield Promise.resolve(body.subarray(half));
}
