import type { Readable } from 'node:stream';

import { readFailure } from './azure-errors.js';
import type { Container } from './container.js';
import type { ListedBlob } from './inventory.js';
import { readMetadata } from './read-metadata.js';
import type { Requests } from './requests.js';

/** All that is known of a blob but its body; undefined when there is none. */
export function lookAt(
  container: Container,
  name: string,
  requests: Requests,
): Promise<ListedBlob | undefined> {
  return requests.send('read', async ({ signal }) => {
    try {
      const { headers, readableStreamBody } = await container.send({
        ...{ method: 'HEAD', name, headers: {}, signal },
      });
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
