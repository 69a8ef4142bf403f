/** Why the infrastructure is as it is, for comments in the templates. */
export const reasons = {
  file: 'Remote cache of an Nx workspace, made by: nx generate nx-azure-cache:infrastructure',
  provider: 'Without account keys, so that the account is managed but its data is out of reach from here.',
  account: 'Entra tokens only: an account key could not be limited to a container.',
  blobService:
    'Soft delete is off: a cache is rebuilt, not recovered, and every deleted artifact would be paid for again.',
  lifecycle: 'Days count from the last access, which is why the blob service tracks it.',
  writer: 'No right to delete: artifacts go by the lifecycle rules.',
  credentials: 'One after the other: Azure refuses to change two of one identity at the same time.',
};
