import { describe, expect, test } from 'vitest';

import { describeError, findRule } from './azure-errors.js';
import { errorTable, otherErrors, tokenErrors, type ErrorRule } from './error-table.js';

const codes = new Set(errorTable.flatMap((rule) => rule.codes ?? []));

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

/** Results, and no failures: in blob-headers.ts and delete-blobs.ts. */
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
      ...(codes.has(code) ? ['a row'] : []),
      ...(results.has(code) ? ['a result'] : []),
      ...reasons,
    ];
    expect(answers).toHaveLength(1);
  });
});

const context = { operation: 'read', account: 'acme.example', container: 'cache' } as const;
const rows = [...errorTable, ...Object.values(otherErrors), ...Object.values(tokenErrors)];

test.each(rows)('the sentence "$message" is plain, whole and without a placeholder', (rule: ErrorRule) => {
  const words = { tenant: 'tenant a', audience: 'b', wanted: 'c' };
  const sentence = describeError(rule, { ...context, ...words });
  expect(sentence).not.toMatch(/[{}]|undefined|\.$|; $/);
});

test('all rows of Azure’s own codes name the account', () => {
  for (const code of documented.filter((each) => codes.has(each)))
    expect(describeError(findRule({ statusCode: 400, code }, 'read'), context)).toContain('acme.example');
});

test('no row is hidden by one before it', () => {
  const operations = ['read', 'write', 'replace', 'list', 'delete'] as const;
  const found = operations.flatMap((operation) => [
    ...[...codes].map((code) => findRule({ code }, operation).message),
    ...errorTable.flatMap(({ statuses = [], statusesWithoutCode = [] }) => [
      ...statuses.map((statusCode) => findRule({ statusCode, code: 'SomethingNew' }, operation).message),
      ...statusesWithoutCode.map((statusCode) => findRule({ statusCode }, operation).message),
    ]),
  ]);
  expect(new Set(found)).toEqual(new Set(errorTable.map(({ message }) => message)));
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
    expect(findRule({ statusCode: 409, code }, 'read').concerns).toBe(concerns);
  });
});
