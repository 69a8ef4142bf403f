/** The parts of a deployed template that decide which identity may do what. */
export interface Deployment {
  readonly account: Account;
  readonly containers: readonly { readonly name: string; readonly isPublic: boolean }[];
  readonly identities: readonly Identity[];
  readonly assignments: readonly Assignment[];
  readonly lifecycle: readonly LifecycleRule[];
}

/** When blobs cool down and go whose `<container>/<name>` begins with one of the prefixes; in days without access. */
interface LifecycleRule {
  readonly prefixes: readonly string[];
  readonly coolAfter: number | undefined;
  readonly deleteAfter: number | undefined;
}

interface Account {
  readonly name: string;
  readonly allowsKeys: boolean;
  readonly allowsPublicAccess: boolean;
}

/** A managed identity, and the external tokens that it accepts in exchange for its own. */
export interface Identity {
  /** as the template calls it, e.g. `trusted` */
  readonly key: string;
  readonly credentials: readonly FederatedCredential[];
}

export interface FederatedCredential {
  readonly issuer: string;
  readonly subject: string;
  readonly audiences: readonly string[];
}

/** A role on a container. */
export interface Assignment {
  readonly principal: { readonly identity: string } | { readonly objectId: string };
  readonly container: string;
  readonly dataActions: readonly string[];
  readonly condition?: string;
}

const blobs = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs';

/** https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/storage */
const builtIn = [
  {
    id: '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1',
    name: 'Storage Blob Data Reader',
    dataActions: [`${blobs}/read`],
  },
  {
    id: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe',
    name: 'Storage Blob Data Contributor',
    dataActions: ['delete', 'read', 'write', 'move/action', 'add/action'].map((verb) => `${blobs}/${verb}`),
  },
];

/**
 * The data actions of a built-in role, by its name or id.
 *
 * @throws Error for one that is not known here
 */
export function dataActionsOf(role: string): readonly string[] {
  const found = builtIn.find(({ id, name }) => id === role || name === role);
  if (!found) throw new Error(`no built-in role is known as ${role}`);
  return found.dataActions;
}
