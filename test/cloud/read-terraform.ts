import { evaluateTerraform } from '../azure-schemas/evaluate-terraform.js';
import { dataActionsOf, type Assignment, type Deployment } from './deployment.js';
import { at, daysAt, flagAt, listAt, readCondition, textAt } from './template-values.js';

/**
 * Reads who may do what from a template of Terraform and its variables.
 *
 * @throws Error for unsupported syntax
 */
export async function readTerraform(template: string, variables: string): Promise<Deployment> {
  const { resources } = await evaluateTerraform(template, variables);
  const ofType = (name: string) => resources.filter(({ type }) => type === name);
  const [account] = ofType('azurerm_storage_account');
  if (!account) throw new Error('the template has no storage account');
  const credentials = ofType('azurerm_federated_identity_credential');
  const roles = new Map(
    ofType('azurerm_role_definition').map(({ symbol, body }) => [
      `azurerm_role_definition.${symbol}.role_definition_resource_id`,
      listAt(body, 'permissions').flatMap((permission) => listAt(permission, 'data_actions') as string[]),
    ]),
  );
  return {
    account: {
      name: textAt(account.body, 'name'),
      allowsKeys: flagAt(account.body, 'shared_access_key_enabled'),
      allowsPublicAccess: flagAt(account.body, 'allow_nested_items_to_be_public'),
    },
    containers: ofType('azurerm_storage_container').map(({ body }) => ({
      name: textAt(body, 'name'),
      isPublic: textAt(body, 'container_access_type') !== 'private',
    })),
    identities: ofType('azurerm_user_assigned_identity').map(({ symbol }) => ({
      key: symbol,
      credentials: credentials
        .filter(
          ({ body }) =>
            textAt(body, 'user_assigned_identity_id') === `azurerm_user_assigned_identity.${symbol}.id`,
        )
        .map(({ body }) => ({
          issuer: textAt(body, 'issuer'),
          subject: textAt(body, 'subject'),
          audiences: listAt(body, 'audience') as string[],
        })),
    })),
    assignments: ofType('azurerm_role_assignment').map(({ body }) =>
      readAssignment(body, (role) => roles.get(role) ?? dataActionsOf(role)),
    ),
    lifecycle: ofType('azurerm_storage_management_policy')
      .flatMap(({ body }) => listAt(body, 'rule'))
      .map((rule) => ({
        prefixes: listAt(rule, 'filters.0.prefix_match') as string[],
        coolAfter: daysAt(
          rule,
          'actions.0.base_blob.0.tier_to_cool_after_days_since_last_access_time_greater_than',
        ),
        deleteAfter: daysAt(
          rule,
          'actions.0.base_blob.0.delete_after_days_since_last_access_time_greater_than',
        ),
      })),
  };
}

function readAssignment(
  body: Record<string, unknown>,
  actionsOf: (role: string) => readonly string[],
): Assignment {
  const principal = textAt(body, 'principal_id');
  const isGroup = textAt(body, 'principal_type') === 'Group';
  const role = textAt(
    body,
    at(body, 'role_definition_name') === undefined ? 'role_definition_id' : 'role_definition_name',
  );
  return {
    principal: isGroup ? { objectId: principal } : { identity: principal.split('.')[1] ?? '' },
    container: textAt(body, 'scope').split('/').at(-1) ?? '',
    dataActions: actionsOf(role),
    ...readCondition(body, { condition: 'condition', version: 'condition_version' }),
  };
}
