import { code, present } from '../expression.js';
import type { Assignment, Identity } from '../infrastructure.js';
import { reasons } from '../reasons.js';
import { reader, writer } from '../roles.js';
import type { Resource } from './print-bicep.js';

/** An identity, and who may use it. */
export function identityResources({ key, name, credentials }: Identity, audience: string): Resource[] {
  const identity = `${key}Identity`;
  const symbol = (index: number) => `${key}Credential${index + 1}`;
  return [
    {
      symbol: identity,
      type: 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31',
      body: { name, location: code('location') },
    },
    ...credentials.map(({ name, issuer, subject }, index) => ({
      symbol: symbol(index),
      type: 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials@2023-01-31',
      ...(index === 1 ? { comment: reasons.credentials } : {}),
      body: present({
        parent: code(identity),
        name,
        properties: { issuer, subject, audiences: [audience] },
        dependsOn: index === 0 ? undefined : [code(symbol(index - 1))],
      }),
    })),
  ];
}

/** The role that an assignment calls `writer`. */
export const writerRole = (account: string): Resource => ({
  symbol: 'writerRole',
  type: 'Microsoft.Authorization/roleDefinitions@2022-04-01',
  comment: reasons.writer,
  body: {
    name: code("guid(resourceGroup().id, account.name, 'writer')"),
    properties: {
      roleName: writer.name(account),
      description: writer.description,
      type: 'CustomRole',
      permissions: [{ actions: writer.actions, dataActions: writer.dataActions }],
      assignableScopes: [code('resourceGroup().id')],
    },
  },
});

/** A right on a container. */
export function assignmentResource(assignment: Assignment): Resource {
  const { key, principal, role, container, condition } = assignment;
  const isIdentity = 'identity' in principal;
  return {
    symbol: key,
    type: 'Microsoft.Authorization/roleAssignments@2022-04-01',
    body: {
      scope: code(`${container}Container`),
      name: code(`guid(${container}Container.id, '${key}')`),
      properties: present({
        principalId: isIdentity
          ? code(`${principal.identity}Identity.properties.principalId`)
          : principal.group,
        principalType: isIdentity ? 'ServicePrincipal' : 'Group',
        roleDefinitionId: code(
          `subscriptionResourceId('Microsoft.Authorization/roleDefinitions', ${role === 'reader' ? `'${reader.id}'` : 'writerRole.name'})`,
        ),
        condition,
        conditionVersion: condition === undefined ? undefined : '2.0',
      }),
    },
  };
}
