import { describe, expect, test } from 'vitest';

import { parseBlobList } from './parse-blob-list.js';

const list = (blobs: string, next = '') => `\ufeff<?xml version="1.0" encoding="utf-8"?>
<EnumerationResults ServiceEndpoint="https://acme.blob.core.windows.net/" ContainerName="cache">
<Prefix>v1/</Prefix><MaxResults>5000</MaxResults><Blobs>${blobs}</Blobs><NextMarker>${next}</NextMarker></EnumerationResults>`;

const blob = (name: string, more = '', metadata = '') =>
  `<Blob><Name>${name}</Name><Properties><Creation-Time>Wed, 15 Oct 2025 10:00:00 GMT</Creation-Time>` +
  `<Last-Modified>Wed, 15 Oct 2025 10:00:00 GMT</Last-Modified><Etag>0x8DC0FFEE</Etag>` +
  `<Content-Length>1234</Content-Length><BlobType>BlockBlob</BlobType>${more}</Properties>${metadata}</Blob>`;

const modified = Date.parse('2025-10-15T10:00:00Z');

test('what Azure answers', () => {
  const accessed = '<LastAccessTime>Thu, 16 Oct 2025 00:00:00 GMT</LastAccessTime>';
  const metadata = '<Metadata><producer>nx https://ci/?a=1&amp;b=2</producer><size>6144</size></Metadata>';
  expect(parseBlobList(list(blob('v1/shared/00123', accessed, metadata), '2!108!MDAw'))).toEqual({
    blobs: [
      {
        name: 'v1/shared/00123',
        etag: '"0x8DC0FFEE"',
        size: 1234,
        modified,
        accessed: Date.parse('2025-10-16T00:00:00Z'),
        metadata: { producer: 'nx https://ci/?a=1&b=2', size: '6144' },
      },
    ],
    next: '2!108!MDAw',
  });
});

test('several, on the last page', () => {
  const { blobs, next } = parseBlobList(list(blob('a') + blob('b')));
  expect(blobs.map(({ name, accessed, metadata }) => [name, accessed, metadata])).toEqual([
    ['a', undefined, {}],
    ['b', undefined, {}],
  ]);
  expect(next).toBeUndefined();
});

describe('a folder is no blob', () => {
  const metadata = (text: string) => `<Metadata><hdi_isfolder>${text}</hdi_isfolder></Metadata>`;

  test('of a hierarchical namespace', () => {
    const folders = ['v1', 'v1/shared', 'runs/v1/2026-11-22'].map((name) =>
      blob(name, '<ResourceType>directory</ResourceType>', metadata('true')),
    );
    const file = blob('v1/shared/1', '<ResourceType>file</ResourceType>');
    const { blobs } = parseBlobList(list([...folders, file].join('')));
    expect(blobs.map(({ name }) => name)).toEqual(['v1/shared/1']);
  });

  test('that a program has marked as one', () => {
    const { blobs } = parseBlobList(
      list(blob('v1', '', metadata('true')) + blob('a', '', metadata('false'))),
    );
    expect(blobs.map(({ name }) => name)).toEqual(['a']);
  });

  // Azure/azure-storage-azcopy#3312, fsspec/adlfs#440
  test.each(['Hdi_isfolder', 'HDI_ISFOLDER'])('that a program has marked with %s', (name) => {
    const marked = blob('v1', '', `<Metadata><${name}>True</${name}></Metadata>`);
    expect(parseBlobList(list(marked)).blobs).toEqual([]);
  });
});

test.each([
  list(''),
  list('\n'),
  list('').replace('<Blobs></Blobs>', '<Blobs/>').replace('<NextMarker></NextMarker>', '<NextMarker/>'),
])('an empty list: %#', (xml) => {
  expect(parseBlobList(xml)).toEqual({ blobs: [], next: undefined });
});

describe('who may write cannot break the list by', () => {
  test.each(['constructor', 'prototype', '__proto__', 'toString', 'hasOwnProperty', 'Blob', 'Name'])(
    'metadata named %s',
    (name) => {
      const metadata = `<Metadata><${name}>x</${name}><producer>me</producer></Metadata>`;
      const [found] = parseBlobList(list(blob('v1/pr/7/1', '', metadata))).blobs;
      expect(found).toMatchObject({ name: 'v1/pr/7/1', metadata: { producer: 'me' } });
    },
  );

  test('metadata without a value, or with one of digits', () => {
    const [found] = parseBlobList(list(blob('a', '', '<Metadata><code>007</code><x/></Metadata>'))).blobs;
    expect(found?.metadata).toEqual({ code: '007', x: '' });
  });

  test('a name that XML has to escape', () => {
    expect(parseBlobList(list(blob(' a&lt;b&gt;&amp;amp;'))).blobs[0]?.name).toBe(' a<b>&amp;');
  });
});

test.each([
  '',
  '<html><body>Sign in</body></html>',
  '{"error":"no"}',
  '<EnumerationResults',
  '<EnumerationResults/>',
])('%j is not a list', (text) => {
  expect(() => parseBlobList(text)).toThrow(
    expect.objectContaining({ code: 'ERR_CACHE', kind: 'damaged', retryable: true }) as Error,
  );
});
