const blobs = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs';

/**
 * An Azure ABAC condition: whoever holds it writes below `team-a/v1/` (the prefix), but not below `team-a/v1/trusted/`.
 * Both actions that can make a blob are in it, and patterns are compared with case.
 *
 * https://learn.microsoft.com/azure/storage/blobs/storage-auth-abac-examples
 */
export function untrustedWriteCondition(prefix: string): string {
  const path = `@Resource[${blobs}:path]`;
  return [
    `((!(ActionMatches{'${blobs}/write'})`,
    `AND !(ActionMatches{'${blobs}/add/action'}))`,
    `OR (${path} StringLike '${prefix}*'`,
    `AND ${path} StringNotLike '${prefix}trusted/*'))`,
  ].join(' ');
}
