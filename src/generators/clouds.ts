/** What differs between Azure's clouds, as far as a set-up has to name it. */
export interface Cloud {
  /** What Entra ID wants to read in tokens that are exchanged for its own. */
  readonly audience: string;
  /** What the Azure CLI and azure/login call the cloud. */
  readonly environment: string;
  /** What the azurerm provider of Terraform calls it. */
  readonly terraform: string;
  /** The blob service of an account is `<account>.<blobs>`. */
  readonly blobs: string;
  /** Where Entra ID answers. */
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

/** The cloud that the endpoint of nx.json is in; the public one where it names none. */
export function cloudOf(endpoint: unknown): CloudName {
  const host = typeof endpoint === 'string' && URL.canParse(endpoint) ? new URL(endpoint).hostname : '';
  return cloudNames.find((name) => host.endsWith(`.${clouds[name].blobs}`)) ?? 'public';
}
