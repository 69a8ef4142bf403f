/** What a token says of its holder. Its signature is not verified: for messages, not for decisions. */
export interface TokenClaims {
  readonly kind: 'user' | 'application' | 'managed identity';
  readonly tenant: string | undefined;
  readonly objectId: string | undefined;
  /** of the application or managed identity; of a user, of the tool that signed in */
  readonly clientId: string | undefined;
  /** of a user */
  readonly name: string | undefined;
  readonly audience: string | undefined;
}

/** Claims as learn.microsoft.com/entra/identity-platform/access-token-claims-reference has them; undefined: opaque. */
export function readClaims(token: string): TokenClaims | undefined {
  const claims = parse(token.split('.')[1]);
  if (!claims) return undefined;
  const text = (...names: string[]) =>
    names.map((name) => claims[name]).find((value): value is string => typeof value === 'string');
  const name = text('upn', 'preferred_username', 'unique_name');
  return {
    kind: kindOf(claims, name),
    name,
    audience: text('aud'),
    tenant: text('tid'),
    objectId: text('oid'),
    clientId: text('appid', 'azp'),
  };
}

/** A tenant as a message names it. */
export const nameTenant = (tenant: string | undefined): string =>
  tenant === undefined ? 'another tenant' : `tenant ${tenant}`;

function parse(part: string | undefined): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part ?? '', 'base64url').toString());
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** `xms_mirid` is the resource of a managed identity; `idtyp` is optional. */
function kindOf(claims: Record<string, unknown>, name: string | undefined): TokenClaims['kind'] {
  if (typeof claims['xms_mirid'] === 'string') return 'managed identity';
  if (claims['idtyp'] === 'user' || name !== undefined || claims['scp'] !== undefined) return 'user';
  return 'application';
}

/** What a service wants in place of the token that it refused. */
export interface Challenge {
  /** to which the storage account belongs */
  readonly tenant?: string;
  /** for Entra ID (continuous access evaluation), JSON */
  readonly claims?: string;
}

const tenantId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Reads the header `WWW-Authenticate` of a 401:
 *
 *     Bearer authorization_uri=https://login.microsoftonline.com/<tenant>/oauth2/authorize resource_id=https://storage.azure.com
 *     Bearer error="insufficient_claims", claims="<base64>"
 *
 * (learn.microsoft.com/rest/api/storageservices/authorize-with-azure-active-directory#bearer-challenge,
 * learn.microsoft.com/entra/identity-platform/claims-challenge)
 */
export function readChallenge(header: string | undefined = ''): Challenge {
  const uri = /\bauthorization_uri="?([^\s",]+)/i.exec(header)?.[1] ?? '';
  const tenant = URL.canParse(uri) ? new URL(uri).pathname.split('/')[1] : undefined;
  const claims = /\berror="?insufficient_claims\b/i.test(header)
    ? /\bclaims="([^"]+)"/i.exec(header)?.[1]
    : undefined;
  return {
    ...(tenant !== undefined && tenantId.test(tenant) && { tenant }),
    ...(claims !== undefined && { claims: Buffer.from(claims, 'base64').toString() }),
  };
}
