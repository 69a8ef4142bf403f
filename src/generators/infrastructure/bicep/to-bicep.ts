import type {
  Assignment,
  Container,
  Identity,
  Infrastructure,
  LifecycleRule,
} from '../describe-infrastructure.js';
import { code, present, type Value } from '../expression.js';
import { reasons } from '../reasons.js';
import { audience, reader, writer } from '../roles.js';
import type { BicepFile, Resource } from './print-bicep.js';

/** The description as Bicep for one resource group. */
export function toBicep(infrastructure: Infrastructure): BicepFile {
  const { account, containers, lifecycle, identities, assignments } = infrastructure;
  return {
    comment: reasons.file,
    parameters: [
      { name: 'location', description: 'The Azure region.', byDefault: code('resourceGroup().location') },
    ],
    resources: [
      accountResource(account),
      blobService,
      ...containers.map(containerResource),
      lifecycleResource(lifecycle),
      ...identities.flatMap(identityResources),
      writerRole(account.name),
      ...assignments.map(assignmentResource),
    ],
    outputs: [
      { name: 'accountName', value: code('account.name') },
      { name: 'trustedClientId', value: code('trustedIdentity.properties.clientId') },
      { name: 'untrustedClientId', value: code('untrustedIdentity.properties.clientId') },
      { name: 'tenantId', value: code('tenant().tenantId') },
      { name: 'subscriptionId', value: code('subscription().subscriptionId') },
    ],
  };
}

const accountResource = ({ name, redundancy }: Infrastructure['account']): Resource => ({
  symbol: 'account',
  type: 'Microsoft.Storage/storageAccounts@2023-05-01',
  comment: reasons.account,
  body: {
    name,
    location: code('location'),
    sku: { name: `Standard_${redundancy}` },
    kind: 'StorageV2',
    properties: {
      accessTier: 'Hot',
      allowBlobPublicAccess: false,
      allowCrossTenantReplication: false,
      allowSharedKeyAccess: false,
      defaultToOAuthAuthentication: true,
      minimumTlsVersion: 'TLS1_2',
      supportsHttpsTrafficOnly: true,
    },
  },
});

const blobService: Resource = {
  symbol: 'blobService',
  type: 'Microsoft.Storage/storageAccounts/blobServices@2023-05-01',
  comment: reasons.blobService,
  body: {
    parent: code('account'),
    name: 'default',
    properties: {
      deleteRetentionPolicy: { enabled: false },
      lastAccessTimeTrackingPolicy: { enable: true, name: 'AccessTimeTracking' },
    },
  },
};

const containerResource = ({ key, name }: Container): Resource => ({
  symbol: `${key}Container`,
  type: 'Microsoft.Storage/storageAccounts/blobServices/containers@2023-05-01',
  body: { parent: code('blobService'), name, properties: { publicAccess: 'None' } },
});

const lifecycleResource = (rules: readonly LifecycleRule[]): Resource => ({
  symbol: 'lifecycle',
  type: 'Microsoft.Storage/storageAccounts/managementPolicies@2023-05-01',
  comment: reasons.lifecycle,
  body: {
    parent: code('account'),
    name: 'default',
    properties: { policy: { rules: rules.map(lifecycleRule) } },
    dependsOn: [code('blobService')],
  },
});

const lifecycleRule = ({ name, prefixes, coolAfter, deleteAfter }: LifecycleRule): Value => ({
  name,
  type: 'Lifecycle',
  definition: {
    filters: { blobTypes: ['blockBlob'], prefixMatch: prefixes },
    actions: {
      baseBlob: present({
        tierToCool: coolAfter === undefined ? undefined : { daysAfterLastAccessTimeGreaterThan: coolAfter },
        enableAutoTierToHotFromCool: coolAfter === undefined ? undefined : true,
        delete: { daysAfterLastAccessTimeGreaterThan: deleteAfter },
      }),
    },
  },
});

function identityResources({ key, name, credentials }: Identity): Resource[] {
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

const writerRole = (account: string): Resource => ({
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

function assignmentResource(assignment: Assignment): Resource {
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
