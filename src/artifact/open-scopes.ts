import { blobName, recordName } from '../blob/blob-name.js';
import type { BlobStore } from '../blob/blob-store.js';
import type { Access, ScopeAccess } from '../trust/access.js';
import { createSigner, createVerifier, type Signer, type Verifier } from '../trust/signature.js';

/** A scope of a container, ready to be used. */
export interface OpenScope {
  /** as in the names of blobs, e.g. `pr/7` */
  readonly scope: string;
  readonly container: string;
  readonly blobs: BlobStore;
  readonly nameOf: (hash: string) => string;
  /** @param time when the run ended, ISO 8601 */
  readonly nameOfRecord: (time: string, random: string) => string;
  /** undefined where the credential alone protects the scope */
  readonly verify: Verifier | undefined;
  readonly sign: Signer | undefined;
  /** ETags of the blobs that failed verification, by hash; undefined where no blob is ever replaced */
  readonly failed: Map<string, string> | undefined;
  /** whether its requests are signed in with Entra ID, which may take longer than they wait */
  readonly signsIn: boolean;
}

export interface OpenScopesOptions {
  readonly access: Access;
  /** empty for none */
  readonly prefix: string;
  readonly open: (access: ScopeAccess) => BlobStore;
}

/** The scopes of a run. Two in one container share its connections. */
export function openScopes({ access, prefix, open }: OpenScopesOptions): {
  trusted: OpenScope | undefined;
  own: OpenScope | undefined;
} {
  const { trusted, own } = access;
  const trustedScope = trusted && openScope(trusted, open(trusted), prefix);
  const shared = own?.container === trusted?.container ? trustedScope?.blobs : undefined;
  return { trusted: trustedScope, own: own && openScope(own, shared ?? open(own), prefix) };
}

function openScope(access: ScopeAccess, blobs: BlobStore, prefix: string): OpenScope {
  const { scope, container, credential, publicKeys, signingKey, repairs } = access;
  return {
    scope,
    container,
    blobs,
    nameOf: (hash) => blobName({ prefix, scope, hash }),
    nameOfRecord: (time, random) => recordName(prefix, time, random),
    verify: publicKeys.length > 0 ? createVerifier(publicKeys) : undefined,
    sign: signingKey && createSigner(signingKey),
    failed: repairs ? new Map() : undefined,
    signsIn: credential.kind === 'default',
  };
}
