import type { BlobStore } from '../blob/blob-store.js';
import { blobName, recordName } from '../blob/blob-name.js';
import type { Access, Place } from '../trust/access.js';
import { createSigner, createVerifier, type Signer, type Verifier } from '../trust/signature.js';
import { Gate } from './gate.js';

/** One scope of a container, ready to be used. */
export interface Shelf {
  readonly scope: string;
  readonly container: string;
  readonly blobs: BlobStore;
  /** of its own: a scope that is refused says nothing about the other one */
  readonly gate: Gate;
  readonly nameOf: (hash: string) => string;
  /** of the record of a run that ends then */
  readonly nameOfRecord: (time: string, random: string) => string;
  /** undefined: the credential alone protects what is here */
  readonly verify: Verifier | undefined;
  readonly sign: Signer | undefined;
  /** ETags of blobs here that failed verification, by hash; undefined where nothing is ever replaced */
  readonly failed: Map<string, string> | undefined;
}

export interface ShelfOptions {
  readonly access: Access;
  /** empty for none */
  readonly prefix: string;
  readonly open: (place: Place) => BlobStore;
  /** whether a sign-in with Entra ID is under way for which nobody waits any longer */
  readonly overdue?: () => boolean;
}

/** The scopes of a run. Two in one container share its connections. */
export function openShelves(options: ShelfOptions): { trusted?: Shelf; own?: Shelf } {
  const { open } = options;
  const { trusted, own } = options.access;
  const trustedShelf = trusted && toShelf(trusted, open(trusted), options);
  const shared = own?.container === trusted?.container ? trustedShelf?.blobs : undefined;
  return {
    ...(trustedShelf && { trusted: trustedShelf }),
    ...(own && { own: toShelf(own, shared ?? open(own), options) }),
  };
}

function toShelf(place: Place, blobs: BlobStore, { prefix, overdue }: ShelfOptions): Shelf {
  const { scope, container, publicKeys, signingKey, repairs } = place;
  const byEntra = place.credential.kind === 'default';
  return {
    ...{ scope, container, blobs, gate: new Gate(undefined, byEntra ? overdue : undefined) },
    nameOf: (hash) => blobName({ prefix, scope, hash }),
    nameOfRecord: (time, random) => recordName(prefix, time, random),
    verify: publicKeys.length > 0 ? createVerifier(publicKeys) : undefined,
    sign: signingKey && createSigner(signingKey),
    failed: repairs ? new Map() : undefined,
  };
}
