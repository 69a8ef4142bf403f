import type { Container, Infrastructure, LifecycleRule } from '../infrastructure.js';
import { code, present, type Value } from '../expression.js';
import { reasons } from '../reasons.js';
import type { Resource } from './print-bicep.js';

/** The account, closed to all but Entra tokens. */
export const accountResource = ({ name, redundancy }: Infrastructure['account']): Resource => ({
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

/** What holds for all containers. */
export const blobService: Resource = {
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

/** A container, open to nobody yet. */
export const containerResource = ({ key, name }: Container): Resource => ({
  symbol: `${key}Container`,
  type: 'Microsoft.Storage/storageAccounts/blobServices/containers@2023-05-01',
  body: { parent: code('blobService'), name, properties: { publicAccess: 'None' } },
});

/** When artifacts cool down and go. */
export const lifecycleResource = (rules: readonly LifecycleRule[]): Resource => ({
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
