import { decompress } from '../archive/codec/codec.js';
import type { Patience } from '../archive/patience.js';
import { createStaging } from '../archive/staging.js';
import { unpack } from '../archive/unpack/unpack.js';
import type { BlobDownload } from '../blob/blob-store.js';
import { docsPage } from '../docs-page.js';
import { CacheError } from '../errors.js';
import { parseMetadata, type ArtifactMetadata } from './artifact-metadata.js';
import { Digest } from './digest.js';
import type { OpenScope } from './open-scopes.js';

/** Where an artifact comes from and where it goes. */
export interface Restoration {
  readonly scope: OpenScope;
  readonly hash: string;
  readonly cacheDirectory: string;
  readonly patience: Patience;
  /** called last: by then the run may have given up waiting */
  readonly wanted: () => boolean;
}

/** A restored artifact, as Nx wants it. */
export interface RestoredArtifact {
  readonly code: number;
  readonly terminalOutput: string;
  readonly outputsPath: string;
  /** unpacked, bytes */
  readonly size: number;
}

/**
 * Restores a blob to `<cacheDirectory>/<hash>`. No file appears there before the whole artifact is verified.
 *
 * @returns undefined when the artifact is no longer wanted; `bytes`: over the wire
 * @throws CacheError, ArchiveError
 */
export async function restoreArtifact(
  blob: BlobDownload,
  { scope, hash, cacheDirectory, patience, wanted }: Restoration,
): Promise<{ artifact: RestoredArtifact; bytes: number } | undefined> {
  const metadata = parseMetadata(blob.metadata);
  assertSignature(scope, hash, metadata);
  const { codec, sha256, size, entries, code } = metadata;
  const staging = createStaging(cacheDirectory, hash, { patience });
  try {
    const digest = new Digest();
    const tar = decompress(digest.through(blob.chunks), codec, size);
    const isIntact = () => digest.sha256() === sha256;
    const { terminalOutput } = await unpack(verified(tar, isIntact), staging.folder, { size, entries });
    if (!wanted()) return undefined;
    const artifact = { code, terminalOutput, outputsPath: staging.commit(), size };
    return { artifact, bytes: digest.bytes };
  } finally {
    staging.discard();
  }
}

/** @throws CacheError kind `untrusted`, where the scope requires a signature and this one does not match */
function assertSignature(
  { scope, container, verify }: OpenScope,
  hash: string,
  metadata: ArtifactMetadata,
): void {
  const problem = verify?.({ ...metadata, scope, hash }, metadata);
  if (problem === undefined) return;
  throw new CacheError(
    `artifact ${hash} in scope "${scope}" of container "${container}" was not used: ${problem}; ` +
      `find out who could write it there (${docsPage('security.md')})`,
    { kind: 'untrusted', retryable: false },
  );
}

/** The tar. It ends only if the digest matches, so that a later complaint about the archive concerns what was stored. */
async function* verified(tar: AsyncIterable<Buffer>, isIntact: () => boolean): AsyncGenerator<Buffer> {
  yield* tar;
  if (!isIntact())
    throw new CacheError('the bytes of an artifact are not those that were stored (sha256)', {
      kind: 'damaged',
      retryable: false,
    });
}
