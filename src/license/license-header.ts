/** The `typ` of a license, which no other kind of token has (RFC 8725, 3.11). */
export const licenseType = 'nx-azure-cache-license';

/** The first of the three parts of a license: `{"alg":"EdDSA","kid":"acme-2026","typ":"nx-azure-cache-license"}`. */
export interface LicenseHeader {
  /** which key it claims to be signed by */
  readonly kid: unknown;
}

/** The header of a compact JWS with the type of a license; nothing is verified. Undefined for any other text. */
export function parseLicenseHeader(text: string): LicenseHeader | undefined {
  const [, header = ''] = /^([\w-]+)\.[\w-]+\.[\w-]*$/.exec(text) ?? [];
  const parsed = parseObject(Buffer.from(header, 'base64url').toString());
  return parsed?.['typ'] === licenseType ? { kid: parsed['kid'] } : undefined;
}

function parseObject(json: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
