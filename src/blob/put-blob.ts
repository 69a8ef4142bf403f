import { toBody } from './block-body.js';
import { conditionalHeaders, unlessPresent } from './conditional-write.js';
import type { Requests } from './requests.js';
import type { Block } from './to-blocks.js';
import type { Upload } from './upload.js';

/** Makes a blob with one request; false when somebody else was first. */
export function putBlob(
  { container, name, metadata, replacing }: Omit<Upload, 'body'>,
  content: Block,
  requests: Requests,
): Promise<boolean> {
  return requests.send(replacing === undefined ? 'write' : 'replace', (watched) => {
    const { headers, body } = toBody(content, requests, watched);
    const request = container.send({
      ...{ method: 'PUT', name, body, signal: watched.signal },
      headers: { ...headers, ...conditionalHeaders(metadata(), replacing), 'x-ms-blob-type': 'BlockBlob' },
    });
    return unlessPresent(request, replacing);
  });
}
