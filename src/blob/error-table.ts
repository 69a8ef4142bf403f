import { bugs } from '../../package.json';
import type { Concern, FaultKind } from '../errors.js';

/** What a request was sent for. `replace` overwrites a blob that failed verification. */
export type Operation = 'read' | 'write' | 'replace' | 'list' | 'delete';

/**
 * What a failed request means: one row of the table. Plain data, from which docs/troubleshooting.md is generated.
 *
 * In the texts `{account}` is the host of the service, `{container}` the container, `{operation}` an {@link Operation},
 * `{doing}` it as in `not allowed to {doing} container`, and `{role}` the role in Azure that allows it.
 */
export interface ErrorRule {
  /** Azure's error codes, or Node's */
  readonly codes?: readonly string[];
  /** statuses of responses whose code is in no row */
  readonly statuses?: readonly number[];
  /** statuses of responses without a code, which a proxy may have sent */
  readonly statusesWithoutCode?: readonly number[];
  /** the operations that the row is for; all, unless given */
  readonly operations?: readonly Operation[];
  readonly kind: FaultKind;
  /** whether the same request may succeed when it is sent again */
  readonly retryable: boolean;
  /** which other requests of the run would fail for the same reason, and are not sent */
  readonly concerns: Concern;
  /** how many attempts are worth their time, where that is fewer than usual */
  readonly worthAttempts?: number;
  /** what happened */
  readonly message: string;
  /** what to do about it */
  readonly advice?: string;
}

type Row = Omit<ErrorRule, 'kind' | 'retryable' | 'concerns'>;

/** Nothing changes until somebody changes the account, the credential or the configuration. */
const permanent = (kind: FaultKind, concerns: Concern, row: Row): ErrorRule => ({
  kind,
  retryable: false,
  concerns,
  ...row,
});

/** An outage: the breaker decides when the next request is sent. */
const retryable = (kind: FaultKind, row: Row): ErrorRule => ({
  kind,
  retryable: true,
  concerns: 'unsure',
  ...row,
});

/** Codes for a blob that must stay as it is. */
export const keepingCodes = [
  'BlobImmutableDueToPolicy',
  'BlobImmutableDueToLegalHold',
  'ContainerHasLegalHold',
  'ContainerImmutabilityPolicyLocked',
  'LeaseIdMissing',
];

/**
 * The first row for a code, else the first for a status. Codes: learn.microsoft.com/rest/api/storageservices, "Blob Storage
 * error codes", "Common REST API error codes" and "SAS error codes".
 */
export const errorTable: readonly ErrorRule[] = [
  // The container and the account.
  permanent('container', 'all', {
    codes: ['ContainerNotFound', 'ContainerBeingDeleted', 'ContainerDisabled'],
    message: 'container "{container}" does not exist in {account}',
    advice: 'create it (az storage container create) or correct azure.container in nx.json',
  }),
  permanent('container', 'all', {
    codes: ['ResourceNotFound'],
    message: '{account} has no container "{container}" that this credential can see',
    advice:
      'correct azure.container in nx.json, or create the container (az storage container create); an invalid SAS counts as no credential',
  }),
  permanent('container', 'all', {
    codes: ['AccountIsDisabled'],
    message: '{account} is disabled',
    advice: 'ask the owner of the storage account',
  }),
  permanent('container', 'all', {
    codes: ['AccountBeingCreated'],
    message: '{account} is still being created',
    advice: 'try again in a minute',
  }),
  permanent('container', 'all', {
    codes: ['KeyVaultAccessTokenCannotBeAcquired', 'KeyVaultEncryptionKeyNotFound', 'KeyVaultVaultNotFound'],
    message: '{account} cannot use its customer-managed key in Key Vault',
    advice: "ask the owner of the account to restore the key, or the account's access to it",
  }),

  // The credential.
  permanent('credential', 'all', {
    codes: ['AuthenticationFailed', 'InvalidAuthenticationInfo', 'NoAuthenticationInformation'],
    statuses: [401],
    message: '{account} did not accept the credential',
    advice:
      "check that the key or SAS is correct, that the SAS is valid now and for this container, and that this machine's clock is right",
  }),
  permanent('credential', 'all', {
    codes: ['KeyBasedAuthenticationNotPermitted'],
    message: '{account} does not accept account keys or a SAS signed with one',
    advice: 'sign in with Entra ID (azure/login, az login)',
  }),
  permanent('credential', 'all', {
    codes: ['PublicAccessNotPermitted'],
    message: '{account} received a request without a credential and does not allow public access',
    advice: 'check that the SAS is complete, and that no proxy removes headers or the query string',
  }),

  // What the credential allows.
  permanent('rejected', 'blob', {
    codes: ['AuthorizationPermissionMismatch', 'UnauthorizedBlobOverwrite', ...keepingCodes],
    operations: ['replace'],
    message: 'a blob in container "{container}" of {account} failed verification and may not be replaced',
    advice:
      'delete the blob, or let this identity overwrite it (a SAS needs the permission w; an immutability policy, a legal hold or a lease forbids it)',
  }),
  permanent('permission', 'operation', {
    codes: ['AuthorizationPermissionMismatch'],
    operations: ['write'],
    message: 'not allowed to {doing} container "{container}" in {account}',
    advice:
      'assign the role "{role}" there to this identity (a SAS: add the permission), or set azure.localMode to "read-only" in nx.json to stop trying',
  }),
  permanent('permission', 'operation', {
    codes: ['AuthorizationPermissionMismatch'],
    message: 'not allowed to {doing} container "{container}" in {account}',
    advice: 'assign the role "{role}" there to this identity (a SAS: add the permission)',
  }),
  permanent('permission', 'operation', {
    codes: ['InsufficientAccountPermissions'],
    message: '{account} does not allow any {operation} requests at the moment',
    advice: 'check azure.endpoint (a secondary endpoint is read-only), or ask the owner of the account',
  }),
  permanent('permission', 'operation', {
    codes: ['AuthorizationFailure'],
    message: '{account} refuses requests from this machine or with this SAS',
    advice: "check the account's networking settings (its firewall), and the SAS if you use one",
  }),
  permanent('permission', 'all', {
    codes: ['AuthorizationSourceIPMismatch'],
    message: 'the SAS (sip) allows requests to {account} from other IP addresses only',
    advice: 'create a new SAS for the address of this machine or its proxy, or without sip',
  }),
  permanent('permission', 'all', {
    codes: ['AuthorizationProtocolMismatch'],
    message: 'the SAS (spr) allows requests to {account} over HTTPS only',
    advice: 'use https in azure.endpoint or the connection string',
  }),
  permanent('permission', 'all', {
    codes: ['AuthorizationServiceMismatch'],
    message: 'the SAS (ss) is not for the blobs of {account}',
    advice: 'create a new SAS with ss=b',
  }),
  permanent('permission', 'operation', {
    codes: ['AuthorizationResourceTypeMismatch'],
    message: 'the SAS (srt or sr) does not allow {operation} requests to {account}',
    advice: 'create a new SAS for container "{container}" (sr=c), or for the account with srt=co',
  }),
  permanent('permission', 'operation', {
    statusesWithoutCode: [403],
    message: 'a {operation} request to {account} was refused without an Azure error code',
    advice:
      'check the proxy and the firewall between this machine and Azure, and the permissions of the credential',
  }),
  permanent('permission', 'operation', {
    statuses: [403],
    message: 'Azure refused to {doing} container "{container}" in {account}, for the reason in parentheses',
    advice:
      'check the policies and networking settings of the account, and the permissions of the credential',
  }),

  // The endpoint and what is in between.
  permanent('rejected', 'all', {
    codes: ['AccountRequiresHttps'],
    message: '{account} accepts HTTPS only',
    advice: 'use https in azure.endpoint or the connection string',
  }),
  permanent('rejected', 'all', {
    codes: ['TlsVersionNotPermitted'],
    message: '{account} does not accept this version of TLS',
    advice: 'check the proxy, or the minimum TLS version of the account',
  }),
  permanent('rejected', 'all', {
    codes: ['InvalidResourceName', 'InvalidUri', 'OutOfRangeInput', 'RequestUrlFailedToParse'],
    message: '{account} does not accept the URL of container "{container}"',
    advice: 'check azure.endpoint, azure.container and azure.prefix in nx.json',
  }),
  permanent('rejected', 'operation', {
    // What an old service answers to a version, a header or a parameter that it does not know.
    codes: [
      'InvalidVersion',
      'InvalidHeaderValue',
      'UnsupportedHeader',
      'ConditionHeadersNotSupported',
      'FeatureVersionMismatch',
      'UnsupportedQueryParameter',
      'InvalidQueryParameterValue',
      'OutOfRangeQueryParameterValue',
      'InvalidInput',
    ],
    message:
      "{account} does not know version 2023-11-03 of Azure Storage's REST API (Azure Stack Hub does not), or a proxy changes requests",
    advice: 'check azure.endpoint and the proxy',
  }),
  permanent('rejected', 'operation', {
    codes: ['MissingRequiredQueryParameter', 'MissingRequiredHeader', 'MissingContentLengthHeader'],
    message: 'a request reached {account} without a header or parameter that it was sent with',
    advice: 'check the proxy',
  }),
  permanent('rejected', 'operation', {
    codes: ['InvalidHttpVerb', 'UnsupportedHttpVerb'],
    message: '{account} is not a blob service',
    advice:
      'set azure.endpoint to that of the blob service (….blob.core.windows.net), not of a website, a CDN or another service',
  }),
  permanent('rejected', 'unsure', {
    statuses: [301, 302, 303, 307, 308],
    statusesWithoutCode: [404],
    message: 'the response from {account} did not come from Azure Storage',
    advice: 'check azure.endpoint, and whether a proxy intercepts requests',
  }),
  permanent('network', 'all', {
    statuses: [407],
    message: 'the proxy requires authentication',
    advice: 'set HTTPS_PROXY=http://user:password@host:port',
  }),

  // A single blob.
  permanent('rejected', 'blob', {
    codes: ['UnauthorizedBlobOverwrite', ...keepingCodes],
    message:
      'a blob in container "{container}" of {account} cannot be changed, because of a lease, an immutability policy or a legal hold',
  }),
  permanent('rejected', 'blob', {
    codes: ['BlobArchived', 'BlobBeingRehydrated'],
    message: 'an artifact in {account} is in the archive tier and cannot be read',
    advice: 'remove the lifecycle rule that archives blobs, and delete the archived ones',
  }),
  permanent('rejected', 'blob', {
    codes: [
      'BlobOperationNotSupported',
      'BlobUsesCustomerSpecifiedEncryption',
      'DirectoryIsNotEmpty',
      'InvalidBlobType',
      'ResourceTypeMismatch',
    ],
    message: 'container "{container}" of {account} has something else under the name of an artifact',
    advice: 'delete it, or set azure.prefix in nx.json',
  }),
  permanent('rejected', 'blob', {
    codes: ['InvalidBlobOrBlock', 'InvalidBlockId'],
    message:
      'an artifact was not stored in {account}, because another program has left blocks under its name',
    advice: 'wait for Azure to remove the blocks, which it does after a week',
  }),
  permanent('rejected', 'blob', {
    codes: ['PendingCopyOperation', 'SystemInUse'],
    message: 'a blob in {account} is in use by a copy or by Azure itself',
  }),
  permanent('rejected', 'blob', {
    codes: ['RequestBodyTooLarge', 'BlockCountExceedsLimit', 'BlockListTooLong'],
    statuses: [413],
    message: 'an artifact is larger than {account}, or a proxy on the way, accepts',
  }),
  permanent('damaged', 'blob', {
    codes: ['BlobNotFound', 'ConditionNotMet'],
    message: 'a blob in {account} was deleted or replaced while it was read',
  }),
  permanent('damaged', 'blob', {
    codes: ['InvalidRange'],
    message: 'a blob in {account} has no body',
  }),

  // Outages.
  retryable('throttled', {
    codes: ['ServerBusy'],
    statuses: [429, 503],
    message: '{account} is throttling requests',
  }),
  retryable('service', {
    codes: ['InternalError'],
    statuses: [500, 502],
    message: '{account} answered with a server error',
  }),
  retryable('timeout', {
    codes: ['OperationTimedOut', 'ETIMEDOUT'],
    statuses: [408, 504],
    message: '{account} did not answer in time',
  }),

  // The network.
  retryable('network', {
    // A busy service drops connections; one that refuses them is down.
    codes: ['ECONNREFUSED'],
    worthAttempts: 3,
    message: '{account} could not be reached',
  }),
  retryable('network', {
    codes: [
      'ECONNRESET',
      'EPIPE',
      'ECONNABORTED',
      'ERR_STREAM_PREMATURE_CLOSE',
      'EHOSTUNREACH',
      'ENETUNREACH',
      'EAI_AGAIN',
    ],
    message: '{account} could not be reached',
  }),
  permanent('network', 'all', {
    codes: ['ENOTFOUND'],
    message: '{account} is not a known host',
    advice: 'check azure.accountName (or azure.endpoint) in nx.json, and the DNS of this network',
  }),
  permanent('network', 'all', {
    codes: [
      'CERT_HAS_EXPIRED',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'SELF_SIGNED_CERT_IN_CHAIN',
      'UNABLE_TO_GET_ISSUER_CERT',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'ERR_TLS_CERT_ALTNAME_INVALID',
    ],
    message: 'the TLS certificate of {account} is not trusted here',
    advice: "set NODE_EXTRA_CA_CERTS to your company's root certificate",
  }),
];

/** What failures mean that are in no row. */
export const otherErrors = {
  /** a response of Azure with an unknown code */
  response: permanent('rejected', 'unsure', {
    message: '{account} refused the request',
    advice:
      'look the code up at https://learn.microsoft.com/rest/api/storageservices/blob-service-error-codes',
  }),
  /** no response: Node has more codes for a broken connection than a table can list */
  connection: retryable('network', { message: '{account} could not be reached' }),
  /** neither a response nor a code */
  defect: permanent('internal', 'blob', {
    message: 'internal error in nx-azure-cache: the request could not be built',
    advice: `report it at ${bugs}`,
  }),
};

/** What to do about a token of another tenant than the one that Azure Storage names. */
export const adviceOnTenant = (wanted: string): string =>
  `run az login --tenant ${wanted}, or set AZURE_TENANT_ID to it where that variable is used`;

/**
 * What a 401 means for a token of Entra ID. `{tenant}` and `{audience}` are those of the token, `{wanted}` is the tenant that
 * Azure Storage names.
 */
export const tokenErrors = {
  audience: permanent('credential', 'all', {
    message:
      '{account} did not accept the token of Entra ID, which is for {audience} and not for Azure Storage',
    advice: 'check the program that issues tokens on this machine',
  }),
  tenant: permanent('credential', 'all', {
    message:
      '{account} did not accept the token of Entra ID, which is from {tenant}, and the storage account belongs to tenant {wanted}',
    advice: adviceOnTenant('{wanted}'),
  }),
  revoked: permanent('credential', 'all', {
    message: '{account} did not accept the token of Entra ID, which was revoked',
    advice: "sign in again (az login, azure/login), and check this machine's clock",
  }),
};
