import type { HttpHeaders } from '@azure/core-rest-pipeline';

import type { BlobMetadata } from './blob-store.js';

const prefix = 'x-ms-meta-';

/** The metadata among the headers of an answer. */
export function readMetadata(headers: HttpHeaders): BlobMetadata {
  const found = [...headers].filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(found.map(([name, value]) => [name.slice(prefix.length), value]));
}
