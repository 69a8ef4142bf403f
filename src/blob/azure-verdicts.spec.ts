import { describe, expect, test } from 'vitest';
import { byCode, findVerdict } from './azure-verdicts.js';

/** learn.microsoft.com/rest/api/storageservices/common-rest-api-error-codes */
const common =
  'NoAuthenticationInformation InvalidAuthenticationInfo AccountAlreadyExists AccountBeingCreated AccountIsDisabled ' +
  'AccountProtectedFromDeletion AuthenticationFailed ConditionHeadersNotSupported ConditionNotMet EmptyMetadataKey ' +
  'InsufficientAccountPermissions InternalError InvalidHeaderValue InvalidHttpVerb InvalidInput InvalidMd5 InvalidMetadata ' +
  'InvalidQueryParameterValue InvalidRange InvalidResourceName InvalidUri InvalidXmlDocument InvalidXmlNodeValue ' +
  'KeyVaultAccessTokenCannotBeAcquired KeyVaultEncryptionKeyNotFound KeyVaultVaultNotFound Md5Mismatch MetadataTooLarge ' +
  'MissingContentLengthHeader MissingRequiredQueryParameter MissingRequiredHeader MissingRequiredXmlNode ' +
  'MultipleConditionHeadersNotSupported OperationTimedOut OutOfRangeInput OutOfRangeQueryParameterValue ' +
  'RequestBodyTooLarge ResourceTypeMismatch RequestUrlFailedToParse ResourceAlreadyExists ResourceNotFound ServerBusy ' +
  'UnsupportedHeader UnsupportedXmlNode UnsupportedQueryParameter UnsupportedHttpVerb';

/** learn.microsoft.com/rest/api/storageservices/blob-service-error-codes, and `StorageErrorCode` of the SDK */
const ofBlobs =
  'AppendPositionConditionNotMet BlobAlreadyExists BlobImmutableDueToLegalHold BlobImmutableDueToPolicy BlobNotFound ' +
  'BlobOperationNotSupported BlobOverwritten BlobTierInadequateForContentLength BlobUsesCustomerSpecifiedEncryption ' +
  'BlockCountExceedsLimit BlockListTooLong CannotChangeToLowerTier CannotVerifyCopySource ContainerAlreadyExists ' +
  'ContainerBeingDeleted ContainerDisabled ContainerHasLegalHold ContainerImmutabilityPolicyLocked ContainerNotFound ' +
  'ContentLengthLargerThanTierLimit CopyAcrossAccountsNotSupported CopyIdMismatch FeatureVersionMismatch ' +
  'IncrementalCopyBlobMismatch IncrementalCopyOfEarlierSnapshotNotAllowed IncrementalCopyOfEarlierVersionSnapshotNotAllowed ' +
  'IncrementalCopySourceMustBeSnapshot InfiniteLeaseDurationRequired InvalidBlobOrBlock InvalidBlobTier InvalidBlobType ' +
  'InvalidBlockId InvalidBlockList InvalidOperation InvalidPageRange InvalidSourceBlobType InvalidSourceBlobUrl ' +
  'InvalidVersionForPageBlobOperation LeaseAlreadyPresent LeaseAlreadyBroken LeaseIdMismatchWithBlobOperation ' +
  'LeaseIdMismatchWithContainerOperation LeaseIdMismatchWithLeaseOperation LeaseIdMissing ' +
  'LeaseIsBreakingAndCannotBeAcquired LeaseIsBreakingAndCannotBeChanged LeaseIsBrokenAndCannotBeRenewed LeaseLost ' +
  'LeaseNotPresentWithBlobOperation LeaseNotPresentWithContainerOperation LeaseNotPresentWithLeaseOperation ' +
  'MaxBlobSizeConditionNotMet NoPendingCopyOperation OperationNotAllowedOnIncrementalCopyBlob PendingCopyOperation ' +
  'PreviousSnapshotCannotBeNewer PreviousSnapshotNotFound PreviousSnapshotOperationNotSupported ' +
  'SequenceNumberConditionNotMet SequenceNumberIncrementTooLarge SnapshotCountExceeded SnapshotOperationRateExceeded ' +
  'SnaphotOperationRateExceeded SnapshotsPresent SourceConditionNotMet SystemInUse TargetConditionNotMet ' +
  'UnauthorizedBlobOverwrite UnsupportedHeader BlobBeingRehydrated BlobArchived BlobNotArchived ' +
  'BlobAccessTierNotSupportedForAccountType';

/** learn.microsoft.com/rest/api/storageservices/sas-error-codes */
const ofSas =
  'AuthorizationSourceIPMismatch AuthorizationProtocolMismatch AuthorizationPermissionMismatch ' +
  'AuthorizationServiceMismatch AuthorizationResourceTypeMismatch AuthorizationFailure FeatureVersionMismatch';

/** Named by other pages, or only by the service itself (Azure/azure-cli#23062, microsoft/AzureStorageExplorer#4764). */
const elsewhere =
  'AccountRequiresHttps DirectoryIsNotEmpty InvalidVersion KeyBasedAuthenticationNotPermitted PublicAccessNotPermitted TlsVersionNotPermitted';

/** Results, and no failures: in conditional-write.ts and deletion.ts. */
const results = new Set(['BlobAlreadyExists', 'InvalidBlockList', 'SnapshotsPresent']);

/** What this package never does, and the codes that say no to it. */
const neverMet: readonly (readonly [reason: string, code: RegExp])[] = [
  ['no account is made or deleted', /^Account(AlreadyExists|ProtectedFromDeletion)$/],
  ['no container is made', /^ContainerAlreadyExists$/],
  ['what exists already is said of a blob: BlobAlreadyExists', /^ResourceAlreadyExists$/],
  [
    'names and values of metadata are ASCII of our own, below 1 KiB',
    /^(EmptyMetadataKey|InvalidMetadata|MetadataTooLarge)$/,
  ],
  ['no MD5 is sent', /Md5/],
  ['the only XML is the block list, made of base64 of our own', /Xml/],
  ['a request has one condition at most', /^MultipleConditionHeadersNotSupported$/],
  ['no append or page blobs', /^AppendPosition|^MaxBlobSize|^SequenceNumber|PageBlob|PageRange/],
  [
    'nothing is copied',
    /Copy(?!Operation$)|^NoPendingCopy|InvalidSourceBlob|^(Source|Target)ConditionNotMet$/,
  ],
  [
    'no snapshots are made or read',
    /^Previous|^Snap(s)?hot(Count|Operation)|^BlobOverwritten$|^InvalidOperation$/,
  ],
  ['no tier is set', /Tier|^BlobNotArchived$/],
  ['no lease is taken or named', /^Lease(?!IdMissing$)|^InfiniteLease/],
];

const documented = [...new Set([common, ofBlobs, ofSas, elsewhere].join(' ').split(' '))];

describe('each documented code of Azure', () => {
  test.each(documented)('%s has its row, is a result, or cannot be met', (code) => {
    const reasons = neverMet.filter(([, pattern]) => pattern.test(code)).map(([reason]) => reason);
    const answers = [
      ...(Object.hasOwn(byCode, code) ? ['a row'] : []),
      ...(results.has(code) ? ['a result'] : []),
      ...reasons,
    ];
    expect(answers).toHaveLength(1);
  });
});

const attempt = { operation: 'read', account: 'acme.blob.core.windows.net', container: 'cache' } as const;
const documentedRows = documented.filter((code) => Object.hasOwn(byCode, code));

test.each(documentedRows)('%s: the sentence is one, and names the account', (code) => {
  const { advice } = findVerdict(400, code, 'read');
  const sentence = advice(attempt);
  expect(sentence).toMatch(/acme\.blob\.core\.windows\.net/);
  expect(sentence).not.toMatch(/^[A-Z]|\.$/);
});

describe('what a refusal concerns', () => {
  test.each([
    ['all', 'AccountRequiresHttps'],
    ['all', 'PublicAccessNotPermitted'],
    ['all', 'ContainerNotFound'],
    ['all', 'AuthorizationSourceIPMismatch'],
    ['operation', 'InvalidHeaderValue'],
    ['operation', 'AuthorizationPermissionMismatch'],
    ['blob', 'BlobArchived'],
    ['blob', 'LeaseIdMissing'],
    ['blob', 'RequestBodyTooLarge'],
    ['unsure', 'SomethingNew'],
  ])('%s: %s', (concerns, code) => {
    expect(findVerdict(409, code, 'read').concerns).toBe(concerns);
  });
});
