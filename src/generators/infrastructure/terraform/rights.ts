import { code, present } from '../expression.js';
import type { Assignment, Identity } from '../infrastructure.js';
import { reasons } from '../reasons.js';
import { reader, writer } from '../roles.js';
import type { Block } from './print-terraform.js';
import { place } from './settings.js';

/** An identity, and who may use it. */
export function identityResources({ key, name, credentials }: Identity, audience: string): Block[] {
  const label = (index: number) => `${key}_${index + 1}`;
  return [
    { type: 'resource', labels: ['azurerm_user_assigned_identity', key], attributes: { name, ...place } },
    ...credentials.map(({ name, issuer, subject }, index) => ({
      type: 'resource',
      labels: ['azurerm_federated_identity_credential', label(index)],
      ...(index === 1 ? { comment: reasons.credentials } : {}),
      attributes: present({
        name,
        user_assigned_identity_id: code(`azurerm_user_assigned_identity.${key}.id`),
        issuer,
        subject,
        audience: [audience],
        depends_on:
          index === 0 ? undefined : [code(`azurerm_federated_identity_credential.${label(index - 1)}`)],
      }),
    })),
  ];
}

/** The role that an assignment calls `writer`. */
export const writerRole = (account: string): Block => ({
  type: 'resource',
  labels: ['azurerm_role_definition', 'writer'],
  comment: reasons.writer,
  attributes: {
    name: writer.name(account),
    description: writer.description,
    scope: code('data.azurerm_resource_group.cache.id'),
    assignable_scopes: [code('data.azurerm_resource_group.cache.id')],
  },
  blocks: [
    { type: 'permissions', attributes: { actions: writer.actions, data_actions: writer.dataActions } },
  ],
});

/** A right on a container. */
export function assignmentResource({ key, principal, role, container, condition }: Assignment): Block {
  const isIdentity = 'identity' in principal;
  return {
    type: 'resource',
    labels: ['azurerm_role_assignment', snakeCase(key)],
    attributes: present({
      scope: code(
        `"\${azurerm_storage_account.cache.id}/blobServices/default/containers/\${azurerm_storage_container.${container}.name}"`,
      ),
      principal_id: isIdentity
        ? code(`azurerm_user_assigned_identity.${principal.identity}.principal_id`)
        : principal.group,
      principal_type: isIdentity ? 'ServicePrincipal' : 'Group',
      role_definition_name: role === 'reader' ? reader.name : undefined,
      role_definition_id:
        role === 'writer' ? code('azurerm_role_definition.writer.role_definition_resource_id') : undefined,
      condition,
      condition_version: condition === undefined ? undefined : '2.0',
    }),
  };
}

const snakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
