import { createHash } from 'node:crypto';

/** A committed blob: its bytes as they came, never joined, so that 1 GB is held once. */
export interface Blob {
  readonly chunks: readonly Buffer[];
  readonly size: number;
  readonly etag: string;
  /** `x-ms-meta-*` as the client sent them */
  readonly metadata: Readonly<Record<string, string>>;
  readonly modified: string;
}

let written = 0;

export function createBlob(chunks: readonly Buffer[], metadata: Blob['metadata']): Blob {
  const size = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const etag = `"0x${createHash('md5').update(String(written++)).digest('hex').slice(0, 15).toUpperCase()}"`;
  return { chunks, size, etag, metadata, modified: new Date().toUTCString() };
}

/** The bytes from `start` up to and without `end`, as views. */
export function* slice(blob: Blob, start: number, end: number): Generator<Buffer> {
  let offset = 0;
  for (const chunk of blob.chunks) {
    const [from, to] = [Math.max(start - offset, 0), Math.min(end - offset, chunk.length)];
    if (from < to) yield chunk.subarray(from, to);
    offset += chunk.length;
    if (offset >= end) return;
  }
}
