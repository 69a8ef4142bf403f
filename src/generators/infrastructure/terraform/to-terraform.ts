import type { Infrastructure } from '../infrastructure.js';
import type { Block } from './print-terraform.js';
import { assignmentResource, identityResources, writerRole } from './rights.js';
import { outputs, settings } from './settings.js';
import { accountResource, containerResource, lifecycleResource } from './storage.js';

/** The description as a root module of Terraform, for a resource group that exists. */
export function toTerraform(infrastructure: Infrastructure): Block[] {
  const { cloud, account, containers, lifecycle, identities, assignments } = infrastructure;
  return [
    ...settings(cloud),
    accountResource(account),
    ...containers.map(containerResource),
    lifecycleResource(lifecycle),
    ...identities.flatMap((identity) => identityResources(identity, cloud.audience)),
    writerRole(account.name),
    ...assignments.map(assignmentResource),
    ...outputs,
  ];
}
