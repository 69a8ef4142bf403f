import { Readable } from 'node:stream';
import type { PipelineResponse } from '@azure/core-rest-pipeline';
import { expect, test } from 'vitest';

import { listBlobs } from './azure-inventory.js';
import { createConnection } from './connection.js';
import type { BlobRequest, Container } from './container.js';

const page = (name: string, next: string) =>
  `<EnumerationResults><Blobs><Blob><Name>${name}</Name><Properties><Etag>0x1</Etag>` +
  '<Content-Length>1</Content-Length><Last-Modified>Wed, 15 Oct 2025 10:00:00 GMT</Last-Modified>' +
  `</Properties></Blob></Blobs><NextMarker>${next}</NextMarker></EnumerationResults>`;

test('a list comes one page after the other, each when it is wanted', async () => {
  const asked: BlobRequest['query'][] = [];
  const answers = [page('a', 'more!'), 'a proxy had a bad day', page('b', 'yet more'), page('c', '')];
  const container: Pick<Container, 'url' | 'send'> = {
    url: 'https://acme.example/cache',
    send: ({ query }: BlobRequest) => {
      asked.push(query);
      const text = answers[asked.length - 1] ?? '';
      return Promise.resolve({
        readableStreamBody: Readable.from([Buffer.from(text)]),
      } as unknown as PipelineResponse);
    },
  };
  const connection = createConnection(container as Container, { container: 'cache' });
  const names: string[] = [];
  for await (const blobs of listBlobs(connection, { prefix: 'v1/', metadata: true })) {
    names.push(...blobs.map(({ name }) => name));
    if (names.length === 1) expect(asked).toHaveLength(1);
  }
  expect(names).toEqual(['a', 'b', 'c']);
  const query = {
    restype: 'container',
    comp: 'list',
    maxresults: '5000',
    prefix: 'v1/',
    include: 'metadata',
  };
  expect(asked).toEqual([
    query,
    { ...query, marker: 'more!' },
    { ...query, marker: 'more!' },
    { ...query, marker: 'yet more' },
  ]);
});
