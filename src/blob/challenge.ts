/** What a service wants in the place of the token that it refused. */
export interface Challenge {
  /** to which the storage account belongs */
  readonly tenant?: string;
  /** what Entra ID is to be told (continuous access evaluation), JSON */
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

/** What is wrong with a token of another tenant, and what to do about it. */
export const wrongTenant = (given: string | undefined, wanted: string) =>
  `the token is of ${given === undefined ? 'another tenant' : `tenant ${given}`}, and the storage account belongs to ` +
  `tenant ${wanted}: az login --tenant ${wanted}, or set AZURE_TENANT_ID to it where that variable is used`;
