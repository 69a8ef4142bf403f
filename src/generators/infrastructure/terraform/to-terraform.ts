import type {
  Assignment,
  Container,
  Identity,
  Infrastructure,
  LifecycleRule,
} from '../describe-infrastructure.js';
import { code, present, type Values } from '../expression.js';
import { reasons } from '../reasons.js';
import { audience, reader, writer } from '../roles.js';
import type { Block } from './print-terraform.js';

/** The description as a root module of Terraform, for a resource group that exists. */
export function toTerraform(infrastructure: Infrastructure): Block[] {
  const { account, containers, lifecycle, identities, assignments } = infrastructure;
  return [
    ...settings,
    accountResource(account),
    ...containers.map(containerResource),
    lifecycleResource(lifecycle),
    ...identities.flatMap(identityResources),
    writerRole(account.name),
    ...assignments.map(assignmentResource),
    ...outputs,
  ];
}

/** The first version of the provider whose schema this was held against; the next major one may differ. */
const provider = { source: 'hashicorp/azurerm', version: '~> 4.73' };

const settings: Block[] = [
  {
    type: 'terraform',
    attributes: { required_version: '>= 1.5' },
    blocks: [{ type: 'required_providers', attributes: { azurerm: provider } }],
  },
  {
    type: 'provider',
    labels: ['azurerm'],
    comment: reasons.provider,
    attributes: { storage_use_azuread: true },
    blocks: [
      { type: 'features', blocks: [{ type: 'storage', attributes: { data_plane_available: false } }] },
    ],
  },
  {
    type: 'variable',
    labels: ['resource_group_name'],
    attributes: { description: 'A resource group that exists.', type: code('string') },
  },
  {
    type: 'data',
    labels: ['azurerm_resource_group', 'cache'],
    attributes: { name: code('var.resource_group_name') },
  },
  { type: 'data', labels: ['azurerm_client_config', 'current'] },
];

/** Where a resource goes. */
const place: Values = {
  resource_group_name: code('data.azurerm_resource_group.cache.name'),
  location: code('data.azurerm_resource_group.cache.location'),
};

const accountResource = ({ name, redundancy }: Infrastructure['account']): Block => ({
  type: 'resource',
  labels: ['azurerm_storage_account', 'cache'],
  comment: `${reasons.account}\n${reasons.blobService}`,
  attributes: {
    name,
    ...place,
    account_kind: 'StorageV2',
    account_tier: 'Standard',
    account_replication_type: redundancy,
    access_tier: 'Hot',
    allow_nested_items_to_be_public: false,
    cross_tenant_replication_enabled: false,
    shared_access_key_enabled: false,
    default_to_oauth_authentication: true,
    min_tls_version: 'TLS1_2',
    https_traffic_only_enabled: true,
  },
  blocks: [{ type: 'blob_properties', attributes: { last_access_time_enabled: true } }],
});

const containerResource = ({ key, name }: Container): Block => ({
  type: 'resource',
  labels: ['azurerm_storage_container', key],
  attributes: {
    name,
    storage_account_id: code('azurerm_storage_account.cache.id'),
    container_access_type: 'private',
  },
});

const lifecycleResource = (rules: readonly LifecycleRule[]): Block => ({
  type: 'resource',
  labels: ['azurerm_storage_management_policy', 'cache'],
  comment: reasons.lifecycle,
  attributes: { storage_account_id: code('azurerm_storage_account.cache.id') },
  blocks: rules.map(lifecycleRule),
});

const lifecycleRule = ({ name, prefixes, coolAfter, deleteAfter }: LifecycleRule): Block => ({
  type: 'rule',
  attributes: { name, enabled: true },
  blocks: [
    { type: 'filters', attributes: { blob_types: ['blockBlob'], prefix_match: prefixes } },
    {
      type: 'actions',
      blocks: [
        {
          type: 'base_blob',
          attributes: present({
            tier_to_cool_after_days_since_last_access_time_greater_than: coolAfter,
            auto_tier_to_hot_from_cool_enabled: coolAfter === undefined ? undefined : true,
            delete_after_days_since_last_access_time_greater_than: deleteAfter,
          }),
        },
      ],
    },
  ],
});

function identityResources({ key, name, credentials }: Identity): Block[] {
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

const writerRole = (account: string): Block => ({
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

function assignmentResource({ key, principal, role, container, condition }: Assignment): Block {
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

const output = (name: string, value: string): Block => ({
  type: 'output',
  labels: [name],
  attributes: { value: code(value) },
});

const outputs = [
  output('account_name', 'azurerm_storage_account.cache.name'),
  output('trusted_client_id', 'azurerm_user_assigned_identity.trusted.client_id'),
  output('untrusted_client_id', 'azurerm_user_assigned_identity.untrusted.client_id'),
  output('tenant_id', 'data.azurerm_client_config.current.tenant_id'),
  output('subscription_id', 'data.azurerm_client_config.current.subscription_id'),
];
