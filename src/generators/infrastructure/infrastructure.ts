import type { Cloud } from '../clouds.js';
import type { FederatedCredential } from './federated-credentials.js';

/** What is to be in Azure, in no language: both renderers say exactly this. */
export interface Infrastructure {
  readonly cloud: Cloud;
  readonly account: { readonly name: string; readonly redundancy: 'LRS' | 'ZRS' };
  readonly containers: readonly Container[];
  readonly lifecycle: readonly LifecycleRule[];
  readonly identities: readonly Identity[];
  readonly assignments: readonly Assignment[];
}

export interface Container {
  /** what templates call it */
  readonly key: 'trusted' | 'untrusted' | 'cache';
  readonly name: string;
}

/** For blobs whose `container/name` begins with one of the prefixes; there are no wildcards in Azure. */
export interface LifecycleRule {
  readonly name: string;
  readonly prefixes: readonly string[];
  /** days since the last access */
  readonly coolAfter?: number;
  readonly deleteAfter: number;
}

export interface Identity {
  readonly key: 'trusted' | 'untrusted';
  readonly name: string;
  readonly credentials: readonly FederatedCredential[];
}

/** Somebody's right to a container. */
export interface Assignment {
  readonly key: string;
  readonly principal: { readonly identity: Identity['key'] } | { readonly group: string };
  readonly role: 'reader' | 'writer';
  readonly container: Container['key'];
  /** an Azure ABAC condition */
  readonly condition?: string;
}
