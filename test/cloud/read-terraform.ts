import { Code } from '../azure-schemas/mismatches.js';
import { parseTerraform, type ParsedTerraform } from '../azure-schemas/parse-terraform.js';
import { dataActionsOf, type Assignment, type Deployment, type Identity } from './deployment.js';
import { at, codeAt, flagAt, listAt, textAt } from './template-values.js';

type Block = Record<string, unknown>;

/**
 * Reads who may do what from a template of Terraform.
 *
 * @throws Error for what it does not understand
 */
export async function readTerraform(text: string): Promise<Deployment> {
  const file = await parseTerraform(text);
  const ofType = (type: string) => labelled(file, type);
  const [account] = ofType('azurerm_storage_account').values();
  if (!account) throw new Error('the template has no storage account');
  const credentials = [...ofType('azurerm_federated_identity_credential').values()];
  return {
    account: {
      name: textAt(account, 'name'),
      allowsKeys: flagAt(account, 'shared_access_key_enabled'),
      allowsPublicAccess: flagAt(account, 'allow_nested_items_to_be_public'),
    },
    containers: [...ofType('azurerm_storage_container').values()].map((body) => ({
      name: textAt(body, 'name'),
      isPublic: textAt(body, 'container_access_type') !== 'private',
    })),
    identities: [...ofType('azurerm_user_assigned_identity').keys()].map((label) =>
      readIdentity(label, credentials),
    ),
    assignments: [...ofType('azurerm_role_assignment').values()].map((body) => readAssignment(body, ofType)),
  };
}

type OfType = (type: string) => ReadonlyMap<string, Block>;

const labelled = ({ resource }: ParsedTerraform, type: string): ReadonlyMap<string, Block> =>
  new Map(Object.entries(resource[type] ?? {}).map(([label, [body]]) => [label, body]));

function readIdentity(label: string, credentials: readonly Block[]): Identity {
  const reference = `\${azurerm_user_assigned_identity.${label}.id}`;
  return {
    key: label,
    credentials: credentials
      .filter((body) => codeAt(body, 'user_assigned_identity_id') === reference)
      .map((body) => ({
        issuer: textAt(body, 'issuer'),
        subject: textAt(body, 'subject'),
        audiences: listAt(body, 'audience') as string[],
      })),
  };
}

function readAssignment(body: Block, ofType: OfType): Assignment {
  const principal = at(body, 'principal_id');
  const label = labelIn(codeAt(body, 'scope'), /containers\/\$\{azurerm_storage_container\.(\w+)\.name\}$/);
  return {
    principal:
      principal instanceof Code
        ? { identity: labelIn(principal.text, /^\$\{azurerm_user_assigned_identity\.(\w+)\.principal_id\}$/) }
        : { objectId: String(principal) },
    container: textAt(ofType('azurerm_storage_container').get(label), 'name'),
    dataActions: readRole(body, ofType),
    ...readCondition(body),
  };
}

function readRole(body: Block, ofType: OfType): readonly string[] {
  if (at(body, 'role_definition_name') !== undefined)
    return dataActionsOf(textAt(body, 'role_definition_name'));
  const label = labelIn(
    codeAt(body, 'role_definition_id'),
    /^\$\{azurerm_role_definition\.(\w+)\.role_definition_resource_id\}$/,
  );
  const permissions = listAt(ofType('azurerm_role_definition').get(label), 'permissions');
  return permissions.flatMap((permission) => listAt(permission, 'data_actions') as string[]);
}

function labelIn(code: string, pattern: RegExp): string {
  const label = pattern.exec(code)?.[1];
  if (label === undefined) throw new Error(`a reference that is not understood here: ${code}`);
  return label;
}

function readCondition(body: Block): { condition?: string } {
  if (at(body, 'condition') === undefined) return {};
  if (textAt(body, 'condition_version') !== '2.0') throw new Error('a condition is not of version 2.0');
  return { condition: textAt(body, 'condition') };
}
