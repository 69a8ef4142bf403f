import type { IncomingHttpHeaders } from 'node:http';
import type { StorageOperation } from './storage-operation.js';
import { challenge, refusals, type Refusal } from './storage-refusal.js';
import { readToken, type TokenClaims } from './token.js';

/** The storage account that a request is about. */
export interface Account {
  readonly name: string;
  /** of the subscription that it is in */
  readonly tenant: string;
  readonly allowsKeys: boolean;
  readonly allowsPublicAccess: boolean;
}

/** The parts of a request that identify its sender. */
export interface Sender {
  readonly headers: IncomingHttpHeaders;
  readonly url: string;
}

/**
 * Whose request this is.
 *
 * @param now in ms
 * @returns claims of a token that the account takes, or how the account refuses
 */
export function authenticate(
  { headers, url }: Sender,
  operation: StorageOperation,
  { account, now }: { readonly account: Account; readonly now: number },
): TokenClaims | Refusal {
  const { authorization } = headers;
  const [scheme = '', credential = ''] = authorization?.split(' ') ?? [];
  if (scheme === 'SharedKey' || new URL(url, 'https://account').searchParams.has('sig')) {
    // A user delegation SAS would pass, but no test creates one.
    if (!account.allowsKeys) return refusals.KeyBasedAuthenticationNotPermitted;
    throw new Error('the stand-in knows no account that takes keys');
  }
  if (authorization === undefined) return refuseAnonymous(headers, operation, account);
  const claims = scheme === 'Bearer' ? readToken(credential) : undefined;
  return claims && isGoodFor(claims, account, now)
    ? claims
    : challenge('InvalidAuthenticationInfo', account.tenant);
}

/** "Access tokens from the Microsoft Entra tenant associated with the subscription that contains the storage account" */
const isGoodFor = ({ tid, aud, exp }: TokenClaims, { name, tenant }: Account, now: number) =>
  tid === tenant && audiences(name).includes(aud) && exp * 1000 > now;

/** https://learn.microsoft.com/azure/storage/blobs/authorize-access-azure-active-directory#microsoft-entra-resource-id */
const audiences = (account: string) =>
  ['https://storage.azure.com', `https://${account}.blob.core.windows.net`].flatMap((uri) => [
    uri,
    `${uri}/`,
  ]);

/**
 * Reads would be public where the account allows that. For everything else clients of 2019-12-12 and newer are told
 * where to sign in, and older ones that there is nothing.
 *
 * https://learn.microsoft.com/rest/api/storageservices/authorize-with-azure-active-directory#bearer-challenge
 */
function refuseAnonymous(
  headers: IncomingHttpHeaders,
  { name }: StorageOperation,
  account: Account,
): Refusal {
  const couldBePublic = name === 'Get Blob' || name === 'List Blobs';
  if (couldBePublic && !account.allowsPublicAccess) return refusals.PublicAccessNotPermitted;
  const version = headers['x-ms-version'];
  if (typeof version !== 'string' || version < '2019-12-12') return refusals.ResourceNotFound;
  return challenge('NoAuthenticationInformation', account.tenant);
}
