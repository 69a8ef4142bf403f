import { Readable } from 'node:stream';

import type { BlobRequest } from './container.js';
import type { Requests } from './requests.js';
import type { Block } from './to-blocks.js';
import type { Watched } from './stall-timer.js';

const sliceSize = 64 * 1024;

/** A block as it is sent. */
export interface BlockBody {
  readonly headers: { readonly 'content-length': string; readonly 'content-type': string };
  readonly body: NonNullable<BlobRequest['body']>;
}

/** A small block goes as it is; a larger one in slices, so that the stall timer sees it move. */
export function toBody({ parts, length }: Block, requests: Requests, { alive }: Watched): BlockBody {
  const headers = { 'content-length': String(length), 'content-type': 'application/octet-stream' };
  const onBytes = (bytes: number) => {
    alive();
    requests.moved('write', bytes);
  };
  if (length > sliceSize) return { headers, body: () => Readable.from(slices(parts, onBytes)) };
  onBytes(length);
  return { headers, body: Buffer.concat(parts) };
}

function* slices(parts: readonly Buffer[], onBytes: (count: number) => void): Generator<Buffer> {
  for (const part of parts) {
    for (let offset = 0; offset < part.length; offset += sliceSize) {
      const slice = part.subarray(offset, offset + sliceSize);
      onBytes(slice.length);
      yield slice;
    }
  }
}
