import { evaluateBicep, type EvaluatedResource } from '../azure-schemas/evaluate-bicep.js';
import { dataActionsOf, type Assignment, type Deployment } from './deployment.js';
import { daysAt, flagAt, listAt, readCondition, textAt } from './template-values.js';

/**
 * Reads who may do what from a template in Bicep and its parameters.
 *
 * @throws Error for unsupported syntax
 */
export async function readBicep(template: string, parameters: string): Promise<Deployment> {
  const { resources } = await evaluateBicep(template, parameters);
  const ofType = (type: string) => resources.filter((resource) => resource.type.startsWith(`${type}@`));
  const [account] = ofType('Microsoft.Storage/storageAccounts');
  if (!account) throw new Error('the template has no storage account');
  const credentials = ofType(`${identity}/federatedIdentityCredentials`);
  const roles = new Map(ofType('Microsoft.Authorization/roleDefinitions').map(readRole));
  return {
    account: {
      name: textAt(account.body, 'name'),
      allowsKeys: flagAt(account.body, 'properties.allowSharedKeyAccess'),
      allowsPublicAccess: flagAt(account.body, 'properties.allowBlobPublicAccess'),
    },
    containers: ofType('Microsoft.Storage/storageAccounts/blobServices/containers').map(({ body }) => ({
      name: textAt(body, 'name'),
      isPublic: textAt(body, 'properties.publicAccess') !== 'None',
    })),
    identities: ofType(identity).map(({ symbol }) => ({
      key: identityKey(symbol),
      credentials: credentials
        .filter(({ body }) => textAt(body, 'parent.id') === symbol)
        .map(({ body }) => ({
          issuer: textAt(body, 'properties.issuer'),
          subject: textAt(body, 'properties.subject'),
          audiences: listAt(body, 'properties.audiences') as string[],
        })),
    })),
    assignments: ofType('Microsoft.Authorization/roleAssignments').map(({ body }) =>
      readAssignment(body, (role) => roles.get(role) ?? dataActionsOf(role)),
    ),
    lifecycle: ofType('Microsoft.Storage/storageAccounts/managementPolicies')
      .flatMap(({ body }) => listAt(body, 'properties.policy.rules'))
      .map((rule) => ({
        prefixes: listAt(rule, 'definition.filters.prefixMatch') as string[],
        coolAfter: daysAt(rule, 'definition.actions.baseBlob.tierToCool.daysAfterLastAccessTimeGreaterThan'),
        deleteAfter: daysAt(rule, 'definition.actions.baseBlob.delete.daysAfterLastAccessTimeGreaterThan'),
      })),
  };
}

const identity = 'Microsoft.ManagedIdentity/userAssignedIdentities';
const identityKey = (symbol: string) => symbol.replace(/Identity$/, '');

/** By its name, a GUID. */
const readRole = ({ body }: EvaluatedResource): [string, readonly string[]] => [
  textAt(body, 'name'),
  listAt(body, 'properties.permissions').flatMap(
    (permission) => listAt(permission, 'dataActions') as string[],
  ),
];

function readAssignment(
  body: Record<string, unknown>,
  actionsOf: (role: string) => readonly string[],
): Assignment {
  const principal = textAt(body, 'properties.principalId');
  const isGroup = textAt(body, 'properties.principalType') === 'Group';
  const role = textAt(body, 'properties.roleDefinitionId').replace(
    'Microsoft.Authorization/roleDefinitions/',
    '',
  );
  return {
    principal: isGroup ? { objectId: principal } : { identity: identityKey(principal) },
    container: textAt(body, 'scope.name'),
    dataActions: actionsOf(role),
    ...readCondition(body, { condition: 'properties.condition', version: 'properties.conditionVersion' }),
  };
}
