import { parseCodec, type Codec } from '../archive/codec/codec.js';
import type { BlobMetadata } from '../blob/blob-store.js';
import { CacheError } from '../errors.js';

/** The facts of an artifact, in the metadata of its blob. */
export interface ArtifactMetadata {
  readonly codec: Codec;
  /** of the body as it lies in the container, hex */
  readonly sha256: string;
  /** of the tar, bytes */
  readonly size: number;
  /** tar entries */
  readonly entries: number;
  /** exit code of the task */
  readonly code: number;
  readonly producer: string;
  /** of the other facts, see `trust/signature.ts`; not verified here */
  readonly signature?: string | undefined;
  readonly keyid?: string | undefined;
}

export function encodeMetadata(metadata: ArtifactMetadata): BlobMetadata {
  const known = Object.entries(metadata).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known.map(([name, value]) => [name, String(value)]));
}

/** @throws CacheError kind `damaged` for a blob that this package did not write */
export function parseMetadata(metadata: BlobMetadata): ArtifactMetadata {
  const codec = parseCodec(metadata['codec']);
  if (codec === undefined) throw foreign('codec');
  return {
    codec,
    sha256: matching('sha256', /^[0-9a-f]{64}$/),
    size: Number(matching('size', /^\d{1,15}$/)),
    entries: Number(matching('entries', /^\d{1,9}$/)),
    code: Number(matching('code', /^-?\d{1,10}$/)),
    producer: metadata['producer'] ?? '',
    signature: metadata['signature'],
    keyid: metadata['keyid'],
  };

  function matching(name: string, pattern: RegExp): string {
    const value = metadata[name] ?? '';
    if (!pattern.test(value)) throw foreign(name);
    return value;
  }
}

const foreign = (name: string) =>
  new CacheError(`a blob has no valid "${name}" in its metadata, so it is not an artifact of this cache`, {
    kind: 'damaged',
    retryable: false,
  });
