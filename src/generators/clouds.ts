/** The names and addresses that differ between Azure's clouds. */
export interface Cloud {
  /** The audience that Entra ID requires in tokens that are exchanged for its own. */
  readonly audience: string;
  /** The name of the cloud in the Azure CLI and azure/login. */
  readonly environment: string;
  /** The name of the cloud in the azurerm provider of Terraform. */
  readonly terraform: string;
  /** The blob service of an account is `<account>.<blobs>`. */
  readonly blobs: string;
  /** The address of Entra ID. */
  readonly authority: string;
}

/**
 * The clouds, by the value of `--cloud`.
 *
 * https://learn.microsoft.com/entra/workload-id/workload-identity-federation-config-app-trust-managed-identity (audiences)
 * https://github.com/Azure/login#environment, and `AzureAuthorityHosts` of @azure/identity
 */
export const clouds = {
  public: {
    audience: 'api://AzureADTokenExchange',
    environment: 'AzureCloud',
    terraform: 'public',
    blobs: 'blob.core.windows.net',
    authority: 'https://login.microsoftonline.com',
  },
  usgov: {
    audience: 'api://AzureADTokenExchangeUSGov',
    environment: 'AzureUSGovernment',
    terraform: 'usgovernment',
    blobs: 'blob.core.usgovcloudapi.net',
    authority: 'https://login.microsoftonline.us',
  },
  china: {
    audience: 'api://AzureADTokenExchangeChina',
    environment: 'AzureChinaCloud',
    terraform: 'china',
    blobs: 'blob.core.chinacloudapi.cn',
    authority: 'https://login.chinacloudapi.cn',
  },
} satisfies Record<string, Cloud>;

type CloudName = keyof typeof clouds;

/** The values of `--cloud`. */
export const cloudNames = Object.keys(clouds) as CloudName[];

/** Finds the cloud of an endpoint in nx.json; the public one by default. */
export function cloudOf(endpoint: unknown): CloudName {
  const host = typeof endpoint === 'string' && URL.canParse(endpoint) ? new URL(endpoint).hostname : '';
  return cloudNames.find((name) => host.endsWith(`.${clouds[name].blobs}`)) ?? 'public';
}
