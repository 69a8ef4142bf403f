import { decompress } from '../archive/codecs.js';
import type { Patience } from '../archive/patience.js';
import { createStaging } from '../archive/staging.js';
import { unpack } from '../archive/unpack.js';
import type { BlobDownload } from '../blob/blob-store.js';
import { CacheError } from '../errors.js';
import { parseMetadata } from './artifact-metadata.js';
import { Digest } from './digest.js';
import type { Outcome, RetrieveRequest } from './protocol.js';
import type { Shelf } from './shelf.js';
import { verifyArtifact } from './verify-artifact.js';

/** What an artifact is wanted for. */
export interface Restoration {
  readonly shelf: Shelf;
  readonly request: RetrieveRequest;
  readonly patience: Patience;
  /** asked last of all: nobody may be waiting any more */
  readonly wanted: () => boolean;
}

/** Restores a blob to `<cacheDirectory>/<hash>`. Nothing of it is there before all of it has been verified. */
export async function restoreArtifact(blob: BlobDownload, restoration: Restoration): Promise<Outcome> {
  const { shelf, request, patience, wanted } = restoration;
  const { hash, cacheDirectory } = request;
  const metadata = parseMetadata(blob.metadata);
  verifyArtifact(shelf, hash, metadata);
  const { codec, sha256, size, entries, code } = metadata;
  const staging = createStaging(cacheDirectory, hash, { patience });
  try {
    const digest = new Digest();
    const tar = decompress(digest.through(blob.chunks), codec, size);
    const isRight = () => digest.sha256() === sha256;
    const { terminalOutput } = await unpack(verified(tar, isRight), staging.folder, { size, entries });
    if (!wanted()) return { status: 'skipped' };
    const artifact = { code, terminalOutput, outputsPath: staging.commit(), size };
    return { status: 'hit', artifact, bytes: digest.bytes, scope: shelf.scope };
  } finally {
    staging.discard();
  }
}

/** The tar, which ends only if the bytes are right: what is said of the archive then is said of what was stored. */
async function* verified(tar: AsyncIterable<Buffer>, isRight: () => boolean): AsyncGenerator<Buffer> {
  yield* tar;
  if (!isRight()) throw changed();
}

const changed = () =>
  new CacheError('the bytes of an artifact are not those that were stored (sha256)', {
    kind: 'damaged',
    retryable: false,
  });
