import { code, present } from '../expression.js';
import type { Container, Infrastructure, LifecycleRule } from '../infrastructure.js';
import { reasons } from '../reasons.js';
import type { Block } from './print-terraform.js';
import { place } from './settings.js';

/** The account, closed to all but Entra tokens. */
export const accountResource = ({ name, redundancy }: Infrastructure['account']): Block => ({
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

/** A container, open to nobody yet. */
export const containerResource = ({ key, name }: Container): Block => ({
  type: 'resource',
  labels: ['azurerm_storage_container', key],
  attributes: {
    name,
    storage_account_id: code('azurerm_storage_account.cache.id'),
    container_access_type: 'private',
  },
});

/** When artifacts cool down and go. */
export const lifecycleResource = (rules: readonly LifecycleRule[]): Block => ({
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
