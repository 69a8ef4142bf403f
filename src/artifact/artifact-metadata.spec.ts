import { expect, test } from 'vitest';

import type { BlobMetadata } from '../blob/blob-store.js';
import { encodeMetadata, parseMetadata, type ArtifactMetadata } from './artifact-metadata.js';

const metadata: ArtifactMetadata = {
  codec: 'br',
  sha256: 'a'.repeat(64),
  size: 6144,
  entries: 7,
  code: 1,
  producer: 'nx-azure-cache/0.1.0 local linux',
};

test('metadata can be parsed after it has been encoded', () => {
  expect(parseMetadata(encodeMetadata(metadata))).toEqual(metadata);
});

test('a signature can be parsed, too, and a missing one is not encoded', () => {
  const signed = { ...metadata, signature: 'x'.repeat(86), keyid: 'main-2025' };
  expect(parseMetadata(encodeMetadata(signed))).toEqual(signed);
  const unsigned = encodeMetadata({ ...metadata, signature: undefined, keyid: undefined });
  expect(Object.keys(unsigned)).toEqual(['codec', 'sha256', 'size', 'entries', 'code', 'producer']);
});

test.each([
  ['codec', undefined],
  ['codec', 'gzip'],
  ['sha256', undefined],
  ['sha256', 'A'.repeat(64)],
  ['sha256', 'a'.repeat(63)],
  ['size', '-1'],
  ['size', '1e9'],
  ['size', '9'.repeat(16)],
  ['entries', ''],
  ['entries', ' 1'],
  ['code', 'zero'],
])('metadata with a %s of %j is refused', (name, value) => {
  const foreign = Object.entries({ ...encodeMetadata(metadata), [name]: value }).filter(
    ([, text]) => text !== undefined,
  );
  expect(() => parseMetadata(Object.fromEntries(foreign) as BlobMetadata)).toThrow(
    expect.objectContaining({
      kind: 'damaged',
      retryable: false,
      message: expect.stringContaining(`"${name}"`) as string,
    }),
  );
});
