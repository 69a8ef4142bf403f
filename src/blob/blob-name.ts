import { CacheError } from '../errors.js';

/** The place of an artifact in its container. */
export interface ArtifactAddress {
  /** empty for none */
  readonly prefix: string;
  readonly scope: string;
  readonly hash: string;
}

/**
 * The name of an artifact's blob, e.g. `team-a/v1/shared/13872541964221508711`.
 *
 * @throws CacheError when the hash has other characters than letters and digits: it becomes a part of paths
 */
export function blobName({ prefix, scope, hash }: ArtifactAddress): string {
  if (!hashPattern.test(hash)) {
    throw new CacheError(`${JSON.stringify(hash)} is not a task hash`, {
      kind: 'rejected',
      retryable: false,
    });
  }
  return `${artifactFolder(prefix)}${scope}/${hash}`;
}

const hashPattern = /^[A-Za-z0-9]{1,64}$/;

/** The prefix of the names of all artifacts, e.g. `team-a/v1/`. */
export const artifactFolder = (prefix: string) => below(prefix, 'v1/');

/** The prefix of the names of all blobs of a workspace, e.g. `team-a/`; empty without one in the configuration. */
export const workspaceFolder = (prefix: string) => below(prefix, '');

/** Splits a blob name into scope and hash; undefined if it is not an artifact. The scope is not validated. */
export function parseBlobName(name: string, prefix: string): Omit<ArtifactAddress, 'prefix'> | undefined {
  const folder = artifactFolder(prefix);
  const [, scope, hash] =
    /^(.+)\/([^/]+)$/s.exec(name.startsWith(folder) ? name.slice(folder.length) : '') ?? [];
  return scope !== undefined && hash !== undefined && hashPattern.test(hash) ? { scope, hash } : undefined;
}

/**
 * The name of a run's record, e.g. `team-a/runs/v1/2026-11-22/15-40-12.123Z-9f86d081.json`.
 *
 * @param time ISO 8601 in UTC, e.g. `2026-11-22T15:40:12.123Z`
 * @param random distinguishes runs that end in the same millisecond
 */
export function recordName(prefix: string, time: string, random: string): string {
  const [day = '', clock = ''] = time.split('T');
  return `${recordFolder(prefix)}${day}/${clock.replaceAll(':', '-')}-${random}.json`;
}

/** The prefix of the names of all records of runs, e.g. `team-a/runs/v1/`; a folder for each day is below it. */
export const recordFolder = (prefix: string) => below(prefix, 'runs/v1/');

const below = (prefix: string, name: string) => (prefix === '' ? name : `${prefix}/${name}`);
