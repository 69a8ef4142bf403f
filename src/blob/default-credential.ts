import { DefaultAzureCredential, type TokenCredential } from '@azure/identity';

/** azure/login (OIDC), workload identity, managed identity, Azure CLI and the rest of Azure's chain. */
export function createDefaultCredential(): TokenCredential {
  return new DefaultAzureCredential();
}
