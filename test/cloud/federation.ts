import type { FederatedCredential } from './deployment.js';

/** The claims about a job in the token of a CI. */
export interface JobClaims {
  readonly iss: string;
  readonly sub: string;
  readonly aud: string;
  /** s */
  readonly exp: number;
}

/** A job's own token, in the shape of a JWT. It is unsigned: the stand-in for Entra trusts every token of this function. */
export function mintJobToken(claims: JobClaims): string {
  return [{ alg: 'none', typ: 'JWT' }, claims, signature].map(encode).join('.');
}

/** The claims of a job's token; undefined for any other text. */
export function readJobToken(token: string): JobClaims | undefined {
  const [, claims = '', signed] = token.split('.');
  if (signed !== encode(signature)) return undefined;
  return JSON.parse(Buffer.from(claims, 'base64url').toString()) as JobClaims;
}

const signature = 'a job of the stand-in';
const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');

/** Why a job's token is not taken. https://learn.microsoft.com/entra/workload-id/workload-identity-federation */
export type Mismatch = 'expired' | 'none' | 'issuer' | 'subject' | 'subject by case' | 'audience';

/**
 * Compares a job's token with the credentials of an identity: all of one of them must fit, letter by letter
 * (learn.microsoft.com/entra/identity-platform/reference-breaking-changes: "case-sensitive matching").
 *
 * @param now in ms
 * @returns undefined when one fits
 */
export function findMismatch(
  { iss, sub, aud, exp }: JobClaims,
  credentials: readonly FederatedCredential[],
  now: number,
): Mismatch | undefined {
  if (exp * 1000 <= now) return 'expired';
  if (credentials.length === 0) return 'none';
  const ofIssuer = credentials.filter(({ issuer }) => issuer === iss);
  if (ofIssuer.length === 0) return 'issuer';
  const ofSubject = ofIssuer.filter(({ subject }) => subject === sub);
  if (ofSubject.length === 0) {
    const isClose = ofIssuer.some(({ subject }) => subject.toLowerCase() === sub.toLowerCase());
    return isClose ? 'subject by case' : 'subject';
  }
  return ofSubject.some(({ audiences }) => audiences.includes(aud)) ? undefined : 'audience';
}
