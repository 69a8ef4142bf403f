import { join } from 'node:path';

import { compress, preferredCodec } from '../archive/codecs.js';
import { packPlanned, type Archive } from '../archive/pack.js';
import { planOutputs } from '../archive/plan.js';
import type { LinkRule } from './link-rule.js';
import { encodeMetadata, type ArtifactMetadata } from './artifact-metadata.js';
import { Digest } from './digest.js';
import type { Outcome, StoreRequest } from './protocol.js';
import type { Shelf } from './shelf.js';

/** What a task left in the local cache, ready to be read. */
export function planArtifact(request: StoreRequest, assertTaken: LinkRule): Archive {
  const { hash, cacheDirectory, terminalOutput, outputs = planOutputs(join(cacheDirectory, hash)) } = request;
  assertTaken(outputs);
  return packPlanned(outputs, terminalOutput);
}

/** Where an artifact goes, and what its metadata says besides the archive. */
export interface Destination {
  readonly shelf: Shelf;
  readonly name: string;
  readonly request: StoreRequest;
  readonly producer: string;
}

/** Packs, compresses and uploads, all as streams. */
export async function uploadArtifact(archive: Archive, destination: Destination): Promise<Outcome> {
  const { shelf, name, request, producer } = destination;
  const { hash, code } = request;
  const { size, entries } = archive;
  const codec = preferredCodec();
  const digest = new Digest();
  let metadata: ArtifactMetadata | undefined;
  const body = digest.through(compress(archive.chunks(), codec));
  const describe = () => {
    // Asked for once an attempt; a digest can be taken only once.
    metadata ??= signed(shelf, hash, { codec, sha256: digest.sha256(), size, entries, code, producer });
    return encodeMetadata(metadata);
  };
  const written = await shelf.blobs.upload(name, body, describe, shelf.failed?.get(hash));
  return written ? { status: 'stored', bytes: digest.bytes } : { status: 'present' };
}

function signed({ scope, sign }: Shelf, hash: string, metadata: ArtifactMetadata): ArtifactMetadata {
  return { ...metadata, ...sign?.({ ...metadata, scope, hash }) };
}
