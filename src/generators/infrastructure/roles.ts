/** A built-in role: read and list blobs. https://learn.microsoft.com/azure/role-based-access-control/built-in-roles */
export const reader = { id: '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1', name: 'Storage Blob Data Reader' };

/** A role of our own: the built-in Storage Blob Data Contributor may also delete blobs and the whole container. */
export const writer = {
  name: (account: string) => `Nx cache writer (${account})`,
  description: 'Reads, creates and replaces blobs, and deletes none.',
  /** As the built-in roles for blobs have it: whoever may see nothing at all is told that there is no subscription. */
  actions: ['Microsoft.Storage/storageAccounts/blobServices/containers/read'],
  dataActions: ['read', 'write', 'add/action'].map(
    (action) => `Microsoft.Storage/storageAccounts/blobServices/containers/blobs/${action}`,
  ),
};
