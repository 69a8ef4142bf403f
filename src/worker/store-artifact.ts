import { join } from 'node:path';

import { compress, preferredCodec } from '../archive/codecs.js';
import { pack, type Archive } from '../archive/pack.js';
import type { BlobStore } from '../blob/blob-store.js';
import { encodeMetadata } from './artifact-metadata.js';
import { Digest } from './digest.js';
import type { Outcome, StoreRequest } from './protocol.js';

/** What a task left in the local cache, ready to be read. */
export function planArtifact({ hash, cacheDirectory, terminalOutput }: StoreRequest): Archive {
  return pack(join(cacheDirectory, hash), terminalOutput);
}

/** Where an artifact goes, and what its metadata says besides the archive. */
export interface Destination {
  readonly blobs: BlobStore;
  readonly name: string;
  readonly code: number;
  readonly producer: string;
}

/** Packs, compresses and uploads, all as streams. */
export async function uploadArtifact(archive: Archive, destination: Destination): Promise<Outcome> {
  const { blobs, name, code, producer } = destination;
  const { size, entries } = archive;
  const codec = preferredCodec();
  const digest = new Digest();
  let sha256: string | undefined;
  const created = await blobs.upload(name, digest.through(compress(archive.chunks(), codec)), () => {
    // Asked for once an attempt; a digest can be taken only once.
    sha256 ??= digest.sha256();
    return encodeMetadata({ codec, sha256, size, entries, code, producer });
  });
  return created ? { status: 'stored', bytes: digest.bytes } : { status: 'present' };
}
