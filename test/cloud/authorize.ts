import { attributesOf, parseCondition, type AccessRequest, type Condition } from './condition.js';
import { matchesAction } from './condition-operators.js';
import type { Action, StorageOperation } from './storage-operation.js';

/** A role assignment on a container. */
export interface Grant {
  /** object ids of identities, users, or groups */
  readonly objectId: string;
  readonly container: string;
  readonly dataActions: readonly string[];
  readonly condition?: string;
}

/** The refusal of an operation, or the permission to continue. */
export type Decision = 'allowed' | 'AuthorizationPermissionMismatch' | 'UnauthorizedBlobOverwrite';

/** Looks a request up in the roles of who sends it. */
export interface Authorizer {
  /** @param exists whether the blob already exists; called only where it matters */
  decide(
    objectIds: readonly string[],
    operation: StorageOperation,
    exists: () => Promise<boolean>,
  ): Promise<Decision>;
}

/**
 * Roles add up: one that allows it is enough, and a condition narrows only the assignment that it is part of.
 *
 * https://learn.microsoft.com/azure/role-based-access-control/overview#how-azure-rbac-determines-if-a-user-has-access-to-a-resource
 *
 * @throws SyntaxError for a condition that is not understood here
 */
export function createAuthorizer(grants: readonly Grant[]): Authorizer {
  const held = grants.map((grant) => ({ grant, condition: conditionOf(grant) }));
  return {
    async decide(objectIds, operation, exists) {
      const mine = held.filter(
        ({ grant }) => objectIds.includes(grant.objectId) && grant.container === operation.container,
      );
      const may = (action: Action) => mine.some((one) => allows(one, toRequest(operation, action)));
      const allowed = operation.actions.filter(may);
      if (allowed.length === 0) return 'AuthorizationPermissionMismatch';
      if (allowed.join() !== 'create' || !(await exists())) return 'allowed';
      return 'UnauthorizedBlobOverwrite';
    },
  };
}

const conditionOf = ({ condition }: Grant): Condition =>
  condition === undefined ? () => true : parseCondition(condition);

const allows = (
  { grant, condition }: { readonly grant: Grant; readonly condition: Condition },
  request: AccessRequest,
) => grant.dataActions.some((pattern) => matchesAction(request.action, pattern)) && condition(request);

const blobs = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs';
const dataActions: Readonly<Record<Action, string>> = {
  read: `${blobs}/read`,
  list: `${blobs}/read`,
  write: `${blobs}/write`,
  create: `${blobs}/add/action`,
  delete: `${blobs}/delete`,
};

function toRequest({ container = '', blob, prefix }: StorageOperation, action: Action): AccessRequest {
  return {
    action: dataActions[action],
    ...(action === 'list' ? { suboperation: 'Blob.List' } : {}),
    attributes: attributesOf(container, blob, prefix),
  };
}
