import { code } from '../expression.js';
import type { Infrastructure } from '../infrastructure.js';
import { reasons } from '../reasons.js';
import type { BicepFile } from './print-bicep.js';
import { assignmentResource, identityResources, writerRole } from './rights.js';
import { accountResource, blobService, containerResource, lifecycleResource } from './storage.js';

/** The description as Bicep for one resource group. */
export function toBicep(infrastructure: Infrastructure): BicepFile {
  const { cloud, account, containers, lifecycle, identities, assignments } = infrastructure;
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
      ...identities.flatMap((identity) => identityResources(identity, cloud.audience)),
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
