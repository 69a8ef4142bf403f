const keptCodes = new Set([
  'LeaseIdMissing',
  'BlobImmutableDueToPolicy',
  'BlobImmutableDueToLegalHold',
  'ContainerHasLegalHold',
  'ContainerImmutabilityPolicyLocked',
]);

/** Whether a refusal says that the blob must stay as it is: a lease, an immutability policy or a legal hold keeps it. */
export const isKept = (code: string): boolean => keptCodes.has(code);
