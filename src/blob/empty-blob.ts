import type { Readable } from 'node:stream';

import { readFailure } from './azure-errors.js';
import type { BlobDownload } from './blob-store.js';
import type { Container } from './container.js';
import type { Requests } from './requests.js';

/** Whether a download failed because the blob has no body: Azure has no range of it. */
export function isOfEmptyBlob(error: unknown): boolean {
  return readFailure((Object(error) as { cause?: unknown }).cause).code === 'InvalidRange';
}

/** A blob without a body. No artifact is one; it is asked for so that its ETag is known, by which it can be replaced. */
export async function downloadEmpty(
  container: Container,
  name: string,
  requests: Requests,
): Promise<BlobDownload> {
  const etag = await requests.send('read', async ({ signal }) => {
    const response = await container.send({ method: 'GET', name, headers: {}, signal });
    // Somebody may have replaced it by a large one meanwhile.
    (response.readableStreamBody as Readable | undefined)?.destroy();
    return response.headers.get('etag') ?? '';
  });
  return { metadata: {}, etag, size: 0, chunks: nothing() };
}

async function* nothing(): AsyncGenerator<Buffer> {
  // Empty is not the same as absent: whoever reads it finds that it is no artifact.
}
