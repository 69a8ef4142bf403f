import { docsPage } from '../docs-page.js';
import { CacheError } from '../errors.js';
import type { ArtifactMetadata } from './artifact-metadata.js';
import type { Shelf } from './shelf.js';

/**
 * Holds an artifact against its signature, where its scope wants one.
 *
 * @throws CacheError kind `untrusted`
 */
export function verifyArtifact(shelf: Shelf, hash: string, metadata: ArtifactMetadata): void {
  const { scope, container, verify } = shelf;
  const wrong = verify?.({ ...metadata, scope, hash }, metadata);
  if (wrong === undefined) return;
  throw new CacheError(
    `artifact ${hash} in scope "${scope}" of container "${container}" was not used: ${wrong}; ` +
      `find out who could write it there (${docsPage('security.md')})`,
    { kind: 'untrusted', retryable: false },
  );
}
