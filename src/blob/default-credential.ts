import { DefaultAzureCredential, type TokenCredential } from '@azure/identity';

/** Its default pauses of 1, 2 and 4 s would make a run wait 10 s for an Entra ID that cannot even be reached. */
const retryOptions = { maxRetries: 3, retryDelayInMs: 100, maxRetryDelayInMs: 400 };

/** azure/login (OIDC), workload identity, managed identity, Azure CLI and the rest of Azure's chain. */
export function createDefaultCredential(): TokenCredential {
  return new DefaultAzureCredential({ retryOptions });
}
