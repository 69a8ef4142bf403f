import { toBody } from './block-body.js';
import { createOnlyHeaders, unlessPresent } from './create-only.js';
import type { Requests } from './requests.js';
import type { Block } from './to-blocks.js';
import type { Upload } from './upload.js';

/** Creates a blob with one request; false when there was one before. */
export function putBlob(
  { container, name, metadata }: Omit<Upload, 'body'>,
  content: Block,
  requests: Requests,
): Promise<boolean> {
  return requests.send('write', (watched) => {
    const { headers, body } = toBody(content, requests, watched);
    const request = container.send({
      ...{ method: 'PUT', name, body, signal: watched.signal },
      headers: { ...headers, ...createOnlyHeaders(metadata()), 'x-ms-blob-type': 'BlockBlob' },
    });
    return unlessPresent(request);
  });
}
