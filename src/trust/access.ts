import type { CredentialSource } from '../config/credential-source.js';
import type { KeyText } from '../config/key-text.js';
import type { Scope } from '../config/scope-override.js';
import type { TrustConfig } from '../config/trust.js';
import { docsPage } from '../docs-page.js';
import { scopePath, sharedScope } from './scope-path.js';

/** One scope as a run uses it; plain data, so that it can be handed to the worker thread. Holds secrets. */
export interface ScopeAccess {
  readonly container: string;
  readonly credential: CredentialSource;
  /** as in the names of blobs, e.g. `trusted` or `pr/7` */
  readonly scope: string;
  /** what is read here must be signed with one of these; empty: it need not be */
  readonly publicKeys: readonly KeyText[];
  /** signs what is written here */
  readonly signingKey?: KeyText | undefined;
  /** whether a blob that failed verification may be replaced */
  readonly repairs: boolean;
}

/** What a run may read and where it writes. */
export interface Access {
  /** read before `own` and preferred to it; never written */
  readonly trusted?: ScopeAccess | undefined;
  /** read and written */
  readonly own?: ScopeAccess | undefined;
  /** why nothing is written although the mode allows it */
  readonly refusal?: string | undefined;
}

/** The scopes that a run uses, `trusted` first. */
export const scopesOf = ({ trusted, own }: Access): ScopeAccess[] =>
  [trusted, own].filter((place) => place !== undefined);

/** What the places are opened with. */
export const credentialsOf = (access: Access): CredentialSource[] =>
  scopesOf(access).map(({ credential }) => credential);

/** The container of `azure`, and the right to it. */
type Account = Pick<ScopeAccess, 'container' | 'credential'>;

/** Without `trust` all runs share one scope. */
export function sharedAccess(account: Account): Access {
  return { own: { ...account, scope: sharedScope, publicKeys: [], repairs: false } };
}

/**
 * A trusted run uses `trusted` alone; any other one reads it too, and has a scope of its own.
 *
 * @param scope undefined when it is not known whose code the run builds
 */
export function accessOf(scope: Scope | undefined, account: Account, trust: TrustConfig): Access {
  const { publicKeys, signingKey } = trust;
  const trusted: ScopeAccess = { ...account, scope: 'trusted', publicKeys, repairs: false };
  if (!scope) return { trusted, refusal: unknownOrigin };
  if (scope.kind !== 'trusted') return { trusted, own: untrustedAccess(scope, account, trust) };
  const refusal = publicKeys.length > 0 && !signingKey ? unsigned : undefined;
  return { own: { ...trusted, signingKey, repairs: true }, refusal };
}

function untrustedAccess(scope: Scope, account: Account, trust: TrustConfig): ScopeAccess {
  const { untrustedContainer: container, untrustedCredential: credential = account.credential } = trust;
  const where = container === undefined ? account : { container, credential };
  return { ...where, scope: scopePath(scope), publicKeys: [], repairs: false };
}

/** `reads trusted and pr/7, writes pr/7` */
export function describeAccess(access: Access): string {
  const { own, refusal } = access;
  const read = scopesOf(access).map(({ scope }) => scope);
  return `reads ${read.join(' and ')}, writes ${own && refusal === undefined ? own.scope : 'nothing'}`;
}

const unsigned =
  'nothing was stored: this run is trusted, but NX_AZURE_CACHE_SIGNING_KEY is missing, and without a signature ' +
  'nobody would use what it stores; give the variable to this job, or set azure.ciMode to "read-only" in nx.json';

const unknownOrigin =
  'nothing was stored: this CI does not surely say whose code it builds; set NX_AZURE_CACHE_SCOPE ' +
  `(trusted, branch/<name> or pr/<number>), see ${docsPage('configuration.md')}`;
