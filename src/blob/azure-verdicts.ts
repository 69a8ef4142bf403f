import type { Concern, FaultKind } from '../errors.js';
import { refusals } from './azure-refusals.js';
import { wrongTenant } from './challenge.js';

/** What was asked of whom, for the sentence that the user reads. */
export interface Attempt {
  readonly operation: 'read' | 'write' | 'replace' | 'list' | 'delete';
  readonly account: string;
  readonly container: string;
}

/** What an error means. */
export interface Verdict {
  readonly kind: FaultKind;
  readonly retryable: boolean;
  /** what else of the run would be answered so: by it the gate knows what not to ask again */
  readonly concerns: Concern;
  /** where fewer attempts than usual say all that can be learnt */
  readonly worthAttempts?: number;
  readonly advice: (attempt: Attempt) => string;
}

const roles = {
  read: 'Storage Blob Data Reader',
  write: 'Storage Blob Data Contributor',
  replace: 'Storage Blob Data Contributor',
  list: 'Storage Blob Data Reader',
  delete: 'Storage Blob Data Contributor',
};
/** As in `not allowed to … container "nx-cache"`. */
const deeds = { read: 'read', write: 'write', replace: 'replace in', list: 'list', delete: 'delete in' };

const never = (kind: FaultKind, concerns: Concern, advice: Verdict['advice']): Verdict => ({
  ...{ kind, retryable: false, concerns, advice },
});
/** An outage: the breaker decides when to ask again. */
const again = (kind: FaultKind, advice: Verdict['advice']): Verdict => ({
  ...{ kind, retryable: true, concerns: 'unsure', advice },
});

const noContainer = never(
  'container',
  'all',
  ({ account, container }) =>
    `container "${container}" does not exist in ${account}; create it (az storage container create) or correct azure.container in nx.json`,
);
const noRole = never(
  'permission',
  'operation',
  ({ operation, account, container }) =>
    `not allowed to ${deeds[operation]} container "${container}" in ${account}: give this identity the role "${roles[operation]}" there (or the SAS that permission)` +
    (operation === 'write' ? ', or set azure.localMode to "read-only" in nx.json to stop trying' : ''),
);
/** A 403 whose code is not in the table, or that has none. */
const forbidden = never(
  'permission',
  'operation',
  ({ operation, account, container }) =>
    `${account} refused to ${deeds[operation]} container "${container}": Azure gives the code at the end as the reason, such as a policy, a firewall or a missing permission; without a code, a proxy may have answered instead`,
);
const notAccepted = never(
  'credential',
  'all',
  ({ account }) =>
    `${account} did not accept the credential: the key or SAS is wrong or has expired (a SAS: or is not valid yet, or is for another container), or this machine's clock is off`,
);
/** A token of Entra ID that the service did not take. */
export interface RefusedToken {
  /** as the token says, unless it is opaque */
  readonly tenant: string | undefined;
  readonly audience: string | undefined;
  /** the tenant that the service named */
  readonly wanted: string | undefined;
}

/** What 401 means where no key or SAS is in use. */
export const tokenNotAccepted = ({ tenant, audience, wanted }: RefusedToken): Verdict =>
  never('credential', 'all', ({ account }) => {
    const what = `${account} did not accept the token of Entra ID`;
    if (audience !== undefined && !audiences.test(audience))
      return `${what}: it is for ${audience}, and not for Azure Storage; check what gives tokens here`;
    return wanted !== undefined && wanted !== tenant
      ? `${what}: ${wrongTenant(tenant, wanted)}`
      : `${what}: it was revoked, or this machine's clock is off; az login (azure/login) anew`;
  });

/** learn.microsoft.com/rest/api/storageservices/authorize-with-azure-active-directory: Azure Storage, or one account of it */
const audiences =
  /^(https:\/\/(storage\.azure\.com|[^/]+\.core\.[^/]+)\/?|e406a681-f3d4-42a8-90b6-c2b029497af1)$/;

const firewall = never(
  'permission',
  'operation',
  ({ account }) =>
    `${account} refuses requests from here: its firewall, or a SAS that does not cover this, is in the way; check the account's networking settings`,
);
const notFromAzure = never(
  'rejected',
  'unsure',
  ({ account }) =>
    `${account} gave an answer that is not Azure's; check azure.endpoint and the proxy in between`,
);
const cannotReplace = never(
  'rejected',
  'blob',
  ({ account, container }) =>
    `a blob in container "${container}" of ${account} failed verification and may not be replaced: let this identity overwrite there (a SAS needs the permission w; no immutability policy, no legal hold, no lease), or delete the blob`,
);
/** Only what is to be replaced has failed verification. */
const mustStay = never('rejected', 'blob', (attempt) =>
  attempt.operation === 'replace'
    ? cannotReplace.advice(attempt)
    : `a blob in container "${attempt.container}" of ${attempt.account} must stay as it is: a lease, an immutability policy or a legal hold keeps it`,
);
const gone = never(
  'damaged',
  'blob',
  ({ account }) => `a blob in ${account} was deleted or replaced while it was read`,
);
const unwell = again('service', ({ account }) => `${account} answered with a server error`);
const throttled = again(
  'throttled',
  ({ account }) => `${account} is throttling; it asked for fewer requests`,
);
const slow = again('timeout', ({ account }) => `${account} did not answer in time`);
const unreachable = again('network', ({ account }) => `${account} could not be reached`);
/** Nobody listens: a service that is only unwell drops connections, it does not refuse them. */
const refused: Verdict = { ...unreachable, worthAttempts: 3 };
const unknownHost = never(
  'network',
  'all',
  ({ account }) =>
    `${account} is not a known host: check azure.accountName (or azure.endpoint) in nx.json and the network's DNS`,
);
const untrustedTls = never(
  'network',
  'all',
  ({ account }) =>
    `the TLS certificate of ${account} is not trusted here; point NODE_EXTRA_CA_CERTS to your company's root certificate`,
);

/**
 * Azure's error codes (learn.microsoft.com/rest/api/storageservices, "Blob Storage error codes", "Common REST API error
 * codes" and "SAS error codes") and Node's.
 */
export const byCode: Readonly<Record<string, Verdict>> = {
  ContainerNotFound: noContainer,
  ContainerBeingDeleted: noContainer,
  ContainerDisabled: noContainer,
  AccountIsDisabled: never('container', 'all', ({ account }) => `${account} is disabled`),
  AuthorizationPermissionMismatch: noRole,
  AuthorizationFailure: firewall,
  AuthenticationFailed: notAccepted,
  InvalidAuthenticationInfo: notAccepted,
  NoAuthenticationInformation: notAccepted,
  KeyBasedAuthenticationNotPermitted: never(
    'credential',
    'all',
    ({ account }) => `${account} takes no keys; sign in with Entra ID (azure/login, az login) instead`,
  ),
  ServerBusy: throttled,
  UnauthorizedBlobOverwrite: mustStay,
  BlobImmutableDueToPolicy: mustStay,
  BlobImmutableDueToLegalHold: mustStay,
  ContainerHasLegalHold: mustStay,
  ContainerImmutabilityPolicyLocked: mustStay,
  LeaseIdMissing: mustStay,
  BlobNotFound: gone,
  ConditionNotMet: gone,
  InvalidRange: never('damaged', 'blob', ({ account }) => `a blob in ${account} has no body`),
  InternalError: unwell,
  OperationTimedOut: slow,
  ...refusals,
  ECONNREFUSED: refused,
  ECONNRESET: unreachable,
  EPIPE: unreachable,
  ECONNABORTED: unreachable,
  ERR_STREAM_PREMATURE_CLOSE: unreachable,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  EAI_AGAIN: unreachable,
  ETIMEDOUT: slow,
  ENOTFOUND: unknownHost,
  CERT_HAS_EXPIRED: untrustedTls,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrustedTls,
  SELF_SIGNED_CERT_IN_CHAIN: untrustedTls,
  UNABLE_TO_GET_ISSUER_CERT: untrustedTls,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrustedTls,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrustedTls,
  ERR_TLS_CERT_ALTNAME_INVALID: untrustedTls,
};

/** For answers whose code is not known, or that have none because a proxy gave them. */
const byStatus: Readonly<Record<number, Verdict>> = {
  301: notFromAzure,
  302: notFromAzure,
  303: notFromAzure,
  307: notFromAzure,
  308: notFromAzure,
  401: notAccepted,
  403: forbidden,
  404: notFromAzure,
  407: never('network', 'all', () => 'the proxy wants a login; put it into HTTPS_PROXY'),
  408: slow,
  413: refusals.RequestBodyTooLarge,
  429: throttled,
  500: unwell,
  502: unwell,
  503: throttled,
  504: slow,
};

const defect = never(
  'internal',
  'blob',
  () => 'a request could not even be made, a defect of nx-azure-cache',
);
const unknown = never('rejected', 'unsure', ({ account }) => `${account} refused the request`);

/** What a request's failure means: by its code, or else by its status. */
export function findVerdict(
  statusCode: number | undefined,
  code: string | undefined,
  operation: Attempt['operation'],
): Verdict {
  const verdict = lookUp(byCode, code) ?? ofStatus(statusCode, code) ?? fallback(statusCode, code);
  // Who may not replace may still create: one blob that must stay does not end the uploads of a run.
  if (operation !== 'replace') return verdict;
  return verdict === noRole
    ? cannotReplace
    : verdict === forbidden
      ? { ...forbidden, concerns: 'blob' }
      : verdict;
}

/** A 404 that has a code is Azure's, whether the code is known here or not. */
const ofStatus = (statusCode = 0, code?: string) =>
  statusCode === 404 && code !== undefined ? undefined : byStatus[statusCode];

/** Node has more codes for a broken connection than a table can list; what has none at all is no answer of anybody. */
function fallback(statusCode: number | undefined, code: string | undefined): Verdict {
  if (statusCode !== undefined) return unknown;
  return code === undefined ? defect : unreachable;
}

const lookUp = (table: typeof byCode, key: string | undefined) =>
  key !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;
