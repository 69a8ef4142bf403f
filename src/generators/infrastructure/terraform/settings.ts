import { clouds, type Cloud } from '../../clouds.js';
import { code, type Values } from '../expression.js';
import { reasons } from '../reasons.js';
import type { Block } from './print-terraform.js';

/** The first version of the provider whose schema this was held against; the next major one may differ. */
const provider = { source: 'hashicorp/azurerm', version: '~> 4.73' };

/** What Terraform has to know before any resource. */
export const settings = (cloud: Cloud): Block[] => [
  {
    type: 'terraform',
    attributes: { required_version: '>= 1.5' },
    blocks: [{ type: 'required_providers', attributes: { azurerm: provider } }],
  },
  {
    type: 'provider',
    labels: ['azurerm'],
    comment: reasons.provider,
    attributes: {
      storage_use_azuread: true,
      ...(cloud === clouds.public ? {} : { environment: cloud.terraform }),
    },
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
export const place: Values = {
  resource_group_name: code('data.azurerm_resource_group.cache.name'),
  location: code('data.azurerm_resource_group.cache.location'),
};

const output = (name: string, value: string): Block => ({
  type: 'output',
  labels: [name],
  attributes: { value: code(value) },
});

/** What CI and nx.json need. */
export const outputs = [
  output('account_name', 'azurerm_storage_account.cache.name'),
  output('trusted_client_id', 'azurerm_user_assigned_identity.trusted.client_id'),
  output('untrusted_client_id', 'azurerm_user_assigned_identity.untrusted.client_id'),
  output('tenant_id', 'data.azurerm_client_config.current.tenant_id'),
  output('subscription_id', 'data.azurerm_client_config.current.subscription_id'),
];
