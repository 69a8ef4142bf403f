import { decompress } from '../archive/codecs.js';
import { createStaging } from '../archive/staging.js';
import { unpack } from '../archive/unpack.js';
import type { BlobDownload } from '../blob/blob-store.js';
import { CacheError } from '../errors.js';
import { parseMetadata } from './artifact-metadata.js';
import { Digest } from './digest.js';
import type { Outcome, RetrieveRequest } from './protocol.js';

/**
 * Restores a blob to `<cacheDirectory>/<hash>`. Nothing of it is there before all of it has been verified.
 *
 * @param wanted asked last of all: nobody may be waiting any more
 */
export async function restoreArtifact(
  blob: BlobDownload,
  { hash, cacheDirectory }: RetrieveRequest,
  wanted: () => boolean,
): Promise<Outcome> {
  const { codec, sha256, size, entries, code } = parseMetadata(blob.metadata);
  const staging = createStaging(cacheDirectory, hash);
  try {
    const digest = new Digest();
    const tar = decompress(digest.through(blob.chunks), codec, size);
    const { terminalOutput } = await unpack(tar, staging.folder, { size, entries });
    if (digest.sha256() !== sha256) throw changed();
    if (!wanted()) return { status: 'skipped' };
    const outputsPath = staging.commit();
    return { status: 'hit', artifact: { code, terminalOutput, outputsPath, size }, bytes: digest.bytes };
  } finally {
    staging.discard();
  }
}

const changed = () =>
  new CacheError('the bytes of an artifact are not those that were stored (sha256)', {
    kind: 'damaged',
    retryable: false,
  });
