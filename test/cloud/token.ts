/** The claims in the stand-in's access tokens, with Entra's names (learn.microsoft.com/entra/identity-platform/access-token-claims-reference). */
export interface TokenClaims {
  /** the tenant that gave it */
  readonly tid: string;
  /** the object id of its holder, which role assignments name */
  readonly oid: string;
  /** the client id of the application or managed identity; for a user, of the tool that signed in */
  readonly appid: string;
  /** the audience, e.g. `https://storage.azure.com` */
  readonly aud: string;
  readonly iss: string;
  /** seconds since 1970 */
  readonly exp: number;
  readonly idtyp: 'app' | 'user';
  /** of a user */
  readonly upn?: string;
  /** groups of which the holder is a member */
  readonly groups?: readonly string[];
}

/** A token in the shape of a JWT. It is unsigned: the stand-ins trust the tokens that they create. */
export function mintToken(claims: TokenClaims): string {
  return [{ alg: 'none', typ: 'JWT' }, claims, 'stand-in'].map(encode).join('.');
}

/** The claims of a token; undefined for a token that the stand-in did not create. */
export function readToken(token: string): TokenClaims | undefined {
  const [, claims = '', signature] = token.split('.');
  if (signature !== encode('stand-in')) return undefined;
  return JSON.parse(Buffer.from(claims, 'base64url').toString()) as TokenClaims;
}

const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');
