const blobs = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs';

/**
 * An Azure ABAC condition: whoever holds it writes below the folders, e.g. `team-a/v1/`, but below none of their
 * `trusted/`. Records have no such folder; another workspace with the prefix `runs` would. Both actions that can make a
 * blob are in it, and patterns are compared with case.
 *
 * https://learn.microsoft.com/azure/storage/blobs/storage-auth-abac-examples
 */
export function untrustedWriteCondition(folders: readonly string[]): string {
  return [
    `((!(ActionMatches{'${blobs}/write'})`,
    `AND !(ActionMatches{'${blobs}/add/action'}))`,
    ...folders.map((folder) => `OR ${isBelow(folder)}`),
  ]
    .join(' ')
    .concat(')');
}

function isBelow(folder: string): string {
  const path = `@Resource[${blobs}:path]`;
  return `(${path} StringLike '${folder}*' AND ${path} StringNotLike '${folder}trusted/*')`;
}
