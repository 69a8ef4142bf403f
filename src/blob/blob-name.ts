import { CacheError } from '../errors.js';

/** Where an artifact lies in its container. */
export interface ArtifactAddress {
  /** empty for none */
  readonly prefix: string;
  readonly scope: string;
  readonly hash: string;
}

/**
 * The name of an artifact's blob, e.g. `team-a/v1/shared/13872541964221508711`.
 *
 * @throws CacheError when the hash is not of the kind that Nx makes (decimal digits): it becomes a part of paths
 */
export function blobName({ prefix, scope, hash }: ArtifactAddress): string {
  if (!/^[A-Za-z0-9]{1,64}$/.test(hash)) {
    throw new CacheError(`${JSON.stringify(hash)} is not a task hash`, {
      kind: 'rejected',
      retryable: false,
    });
  }
  return [...(prefix === '' ? [] : [prefix]), 'v1', scope, hash].join('/');
}
