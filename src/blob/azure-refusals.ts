import type { Concern, FaultKind } from '../errors.js';
import type { Verdict } from './azure-verdicts.js';

const refusal =
  (kind: FaultKind, concerns: Concern) =>
  (advice: Verdict['advice']): Verdict => ({ kind, retryable: false, concerns, advice });

const unusable = refusal('container', 'all');
const noRight = refusal('credential', 'all');
const sasLimit = refusal('permission', 'all');
const ofAll = refusal('rejected', 'all');
const ofOperation = refusal('rejected', 'operation');
const ofBlob = refusal('rejected', 'blob');

const noSuchName = ofAll(
  ({ account, container }) =>
    `${account} takes the address of container "${container}" for none; check azure.endpoint, azure.container and azure.prefix in nx.json`,
);
/** What an old service says of a version, a header or a parameter that it has never heard of. */
const oldService = ofOperation(
  ({ account }) =>
    `${account} does not know version 2023-11-03 of Azure Storage's REST API, as Azure Stack Hub does not, or something in between changes requests; check azure.endpoint and the proxy`,
);
const changed = ofOperation(
  ({ account }) =>
    `a request reached ${account} without a header that it was sent with; check the proxy in between`,
);
const notForBlobs = ofOperation(
  ({ account }) =>
    `${account} does not answer as a blob service; azure.endpoint must be that one (…blob.core.windows.net), not that of a website, a CDN or another service`,
);
const noKeyVault = unusable(
  ({ account }) =>
    `${account} cannot use its customer-managed key in Key Vault; its owner has to restore the key, or the account's access to it`,
);
const archived = ofBlob(
  ({ account }) =>
    `an artifact in ${account} is in the archive tier and cannot be read; take the lifecycle rule away that moves artifacts there, and delete what is there already`,
);
const foreignBlob = ofBlob(
  ({ account, container }) =>
    `in container "${container}" of ${account} something else has the name of an artifact; delete it, or set azure.prefix in nx.json`,
);
const busyBlob = ofBlob(({ account }) => `a blob in ${account} is in use by a copy or by Azure itself`);
const foreignBlocks = ofBlob(
  ({ account }) =>
    `an artifact was not stored in ${account}: blocks of another program lie under its name, which Azure drops after a week`,
);
const tooLarge = ofBlob(
  ({ account }) => `an artifact is larger than ${account}, or a proxy in between, takes it`,
);

/** What the service does not do, for whatever reason, as long as nobody changes something there or in the set-up. */
export const refusals = {
  AccountBeingCreated: unusable(({ account }) => `${account} is still being created; try again in a minute`),
  ResourceNotFound: unusable(
    ({ account, container }) =>
      `${account} has no container "${container}" that this credential may see: correct azure.container in nx.json, or create it (az storage container create); a SAS that is none is as good as no credential`,
  ),
  KeyVaultAccessTokenCannotBeAcquired: noKeyVault,
  KeyVaultEncryptionKeyNotFound: noKeyVault,
  KeyVaultVaultNotFound: noKeyVault,
  PublicAccessNotPermitted: noRight(
    ({ account }) =>
      `a request reached ${account} without a credential, and it takes none without; check that the SAS is whole, and that no proxy in between takes headers or the query away`,
  ),
  InsufficientAccountPermissions: refusal(
    'permission',
    'operation',
  )(
    ({ operation, account }) =>
      `${account} itself does not allow to ${operation === 'read' || operation === 'list' ? 'read' : 'write'} now; a secondary endpoint (-secondary) can only be read, so check azure.endpoint, or ask the account's owner`,
  ),
  AuthorizationSourceIPMismatch: sasLimit(
    ({ account }) =>
      `the SAS (sip) allows requests to ${account} from other IP addresses only; make it anew for the address of this machine or its proxy, or without one`,
  ),
  AuthorizationProtocolMismatch: sasLimit(
    ({ account }) =>
      `the SAS (spr) allows requests to ${account} by https only; write azure.endpoint, or the connection string, with https`,
  ),
  AuthorizationServiceMismatch: sasLimit(
    ({ account }) => `the SAS (ss) is not for the blobs of ${account}; make it anew with ss=b`,
  ),
  AuthorizationResourceTypeMismatch: refusal(
    'permission',
    'operation',
  )(
    ({ operation, account, container }) =>
      `the SAS (srt or sr) does not allow to ${operation} in ${account}: make it anew for container "${container}" (sr=c), or for the account with srt=co`,
  ),
  AccountRequiresHttps: ofAll(
    ({ account }) =>
      `${account} takes https only; write azure.endpoint, or the connection string, with https`,
  ),
  TlsVersionNotPermitted: ofAll(
    ({ account }) =>
      `${account} does not take this version of TLS; check the proxy in between, or the minimum TLS version of the account`,
  ),
  InvalidResourceName: noSuchName,
  InvalidUri: noSuchName,
  OutOfRangeInput: noSuchName,
  RequestUrlFailedToParse: noSuchName,
  InvalidVersion: oldService,
  InvalidHeaderValue: oldService,
  UnsupportedHeader: oldService,
  ConditionHeadersNotSupported: oldService,
  FeatureVersionMismatch: oldService,
  UnsupportedQueryParameter: oldService,
  InvalidQueryParameterValue: oldService,
  OutOfRangeQueryParameterValue: oldService,
  InvalidInput: oldService,
  MissingRequiredQueryParameter: changed,
  MissingRequiredHeader: changed,
  MissingContentLengthHeader: changed,
  InvalidHttpVerb: notForBlobs,
  UnsupportedHttpVerb: notForBlobs,
  RequestBodyTooLarge: tooLarge,
  BlockCountExceedsLimit: tooLarge,
  BlockListTooLong: tooLarge,
  BlobArchived: archived,
  BlobBeingRehydrated: archived,
  BlobOperationNotSupported: foreignBlob,
  BlobUsesCustomerSpecifiedEncryption: foreignBlob,
  DirectoryIsNotEmpty: foreignBlob,
  InvalidBlobType: foreignBlob,
  ResourceTypeMismatch: foreignBlob,
  InvalidBlobOrBlock: foreignBlocks,
  InvalidBlockId: foreignBlocks,
  PendingCopyOperation: busyBlob,
  SystemInUse: busyBlob,
} as const satisfies Readonly<Record<string, Verdict>>;
