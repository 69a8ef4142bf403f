import type { CredentialSource } from '../config/credential-source.js';
import type { KeyText } from '../config/key-text.js';

/** One scope as a run uses it; plain data, so that it can be sent to the worker thread. Holds secrets. */
export interface ScopeAccess {
  readonly container: string;
  readonly credential: CredentialSource;
  /** as in the names of blobs, e.g. `trusted` or `pr/7` */
  readonly scope: string;
  /** artifacts read here must be signed with one of these; empty: they need no signature */
  readonly publicKeys: readonly KeyText[];
  /** signs artifacts stored here */
  readonly signingKey?: KeyText | undefined;
  /** whether a blob that failed verification may be replaced */
  readonly repairs: boolean;
}

/** The scopes that a run reads and writes. */
export interface Access {
  /** read before `own` and preferred to it; never written */
  readonly trusted?: ScopeAccess | undefined;
  /** read and written */
  readonly own?: ScopeAccess | undefined;
  /** why nothing is written although the mode allows it */
  readonly refusal?: string | undefined;
}

/** The scopes of a run, `trusted` first. */
export const scopesOf = ({ trusted, own }: Access): ScopeAccess[] =>
  [trusted, own].filter((scope) => scope !== undefined);

/** The credentials of the scopes. */
export const credentialsOf = (access: Access): CredentialSource[] =>
  scopesOf(access).map(({ credential }) => credential);

/** `reads trusted and pr/7, writes pr/7` */
export function describeAccess(access: Access): string {
  const { own, refusal } = access;
  const read = scopesOf(access).map(({ scope }) => scope);
  return `reads ${read.join(' and ')}, writes ${own && refusal === undefined ? own.scope : 'nothing'}`;
}
