import { compress, preferredCodec } from '../archive/codec/codec.js';
import type { Archive } from '../archive/pack/pack.js';
import { encodeMetadata, type ArtifactMetadata } from './artifact-metadata.js';
import { Digest } from './digest.js';
import type { OpenScope } from './open-scopes.js';

/** Where an artifact goes, and what its metadata contains besides the facts of the archive. */
export interface Destination {
  readonly scope: OpenScope;
  /** of the blob */
  readonly name: string;
  readonly hash: string;
  /** exit code of the task */
  readonly code: number;
  readonly producer: string;
}

/**
 * Packs, compresses and uploads, all as streams.
 *
 * @returns bytes over the wire; undefined when the container already has the artifact
 */
export async function storeArtifact(archive: Archive, destination: Destination): Promise<number | undefined> {
  const { scope, name, hash, code, producer } = destination;
  const { size, entries } = archive;
  const codec = preferredCodec();
  const digest = new Digest();
  let metadata: ArtifactMetadata | undefined;
  const body = digest.through(compress(archive.chunks(), codec));
  const describe = () => {
    // Each attempt of the upload calls this, and a digest can be read only once.
    metadata ??= signed(scope, hash, { codec, sha256: digest.sha256(), size, entries, code, producer });
    return encodeMetadata(metadata);
  };
  const written = await scope.blobs.upload(name, body, describe, scope.failed?.get(hash));
  return written ? digest.bytes : undefined;
}

function signed({ scope, sign }: OpenScope, hash: string, metadata: ArtifactMetadata): ArtifactMetadata {
  return { ...metadata, ...sign?.({ ...metadata, scope, hash }) };
}
