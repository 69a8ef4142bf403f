import { Code } from '../azure-schemas/mismatches.js';
import { parseBicep, type ParsedResource } from '../azure-schemas/parse-bicep.js';
import { dataActionsOf, type Assignment, type Deployment, type Identity } from './deployment.js';
import { at, codeAt, flagAt, listAt, textAt } from './template-values.js';

/**
 * Reads who may do what from a template in Bicep.
 *
 * @throws Error for what it does not understand
 */
export async function readBicep(text: string): Promise<Deployment> {
  const { resources } = await parseBicep(text);
  const ofType = (type: string) => resources.filter((resource) => resource.type.startsWith(`${type}@`));
  const [account] = ofType('Microsoft.Storage/storageAccounts');
  if (!account) throw new Error('the template has no storage account');
  const roles = new Map(ofType('Microsoft.Authorization/roleDefinitions').map(readRole));
  const containers = new Map(ofType(container).map(({ symbol, body }) => [symbol, body]));
  return {
    account: {
      name: textAt(account.body, 'name'),
      allowsKeys: flagAt(account.body, 'properties.allowSharedKeyAccess'),
      allowsPublicAccess: flagAt(account.body, 'properties.allowBlobPublicAccess'),
    },
    containers: [...containers.values()].map((body) => ({
      name: textAt(body, 'name'),
      isPublic: textAt(body, 'properties.publicAccess') !== 'None',
    })),
    identities: ofType(identity).map(({ symbol }) =>
      readIdentity(symbol, ofType(`${identity}/federatedIdentityCredentials`)),
    ),
    assignments: ofType('Microsoft.Authorization/roleAssignments').map(({ body }) =>
      readAssignment(body, {
        dataActionsOf: (role) => roles.get(role) ?? dataActionsOf(role),
        containerOf: (symbol) => textAt(containers.get(symbol) ?? {}, 'name'),
      }),
    ),
  };
}

const container = 'Microsoft.Storage/storageAccounts/blobServices/containers';
const identity = 'Microsoft.ManagedIdentity/userAssignedIdentities';

/** Under what assignments call it: `writerRole.name` */
function readRole({ symbol, body }: ParsedResource): [string, readonly string[]] {
  const permissions = listAt(body, 'properties.permissions');
  return [
    `${symbol}.name`,
    permissions.flatMap((permission) => listAt(permission, 'dataActions') as string[]),
  ];
}

function readIdentity(symbol: string, credentials: readonly ParsedResource[]): Identity {
  const own = credentials.filter(({ body }) => codeAt(body, 'parent') === symbol);
  return {
    key: identityKey(symbol),
    credentials: own.map(({ body }) => ({
      issuer: textAt(body, 'properties.issuer'),
      subject: textAt(body, 'properties.subject'),
      audiences: listAt(body, 'properties.audiences') as string[],
    })),
  };
}

const identityKey = (symbol: string) => symbol.replace(/Identity$/, '');

interface Known {
  readonly dataActionsOf: (role: string) => readonly string[];
  readonly containerOf: (symbol: string) => string;
}

function readAssignment(body: Record<string, unknown>, known: Known): Assignment {
  const principal = at(body, 'properties.principalId');
  const role = /^subscriptionResourceId\('Microsoft\.Authorization\/roleDefinitions', '?([\w.-]+)'?\)$/.exec(
    codeAt(body, 'properties.roleDefinitionId'),
  )?.[1];
  if (role === undefined) throw new Error('a role assignment names no role');
  return {
    principal:
      principal instanceof Code ? { identity: identityOf(principal.text) } : { objectId: String(principal) },
    container: known.containerOf(codeAt(body, 'scope')),
    dataActions: known.dataActionsOf(role),
    ...readCondition(body),
  };
}

function identityOf(code: string): string {
  const symbol = /^(\w+)\.properties\.principalId$/.exec(code)?.[1];
  if (symbol === undefined) throw new Error(`not the principal of an identity: ${code}`);
  return identityKey(symbol);
}

function readCondition(body: Record<string, unknown>): { condition?: string } {
  if (at(body, 'properties.condition') === undefined) return {};
  if (textAt(body, 'properties.conditionVersion') !== '2.0')
    throw new Error('a condition is not of version 2.0');
  return { condition: textAt(body, 'properties.condition') };
}
