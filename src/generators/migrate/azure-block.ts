import type { JsonObject } from '../../nx/json.js';

/** The keys of `azure` that can be told from the options of nx-remotecache-azure; none of them is a secret. */
export interface AzureBlock {
  readonly container?: string;
  readonly accountName?: string;
  readonly endpoint?: string;
}

/** Where the cache is, by the first that is set: SAS URL, connection string, account; as the runner decides it. */
export function toAzureBlock(options: JsonObject): AzureBlock {
  const [sasUrl, connectionString] = [text(options['sasUrl']), text(options['connectionString'])];
  const container = text(options['container']);
  if (sasUrl !== undefined) return { ...fromContainerUrl(sasUrl) };
  if (connectionString !== undefined) return known({ container, ...fromConnectionString(connectionString) });
  const [accountName, url] = [text(options['accountName']), text(options['azureUrl'])];
  return known({
    container,
    accountName,
    ...(url === undefined ? {} : { endpoint: customOnly(url, accountName) }),
  });
}

const text = (value: unknown) =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;

function known(block: { [K in keyof AzureBlock]: AzureBlock[K] | undefined }): AzureBlock {
  return Object.fromEntries(Object.entries(block).filter(([, value]) => value !== undefined));
}

/** `https://acme.blob.core.windows.net/nx-cache?sv=…` → the account and the container, without what follows the `?`. */
function fromContainerUrl(url: string): AzureBlock {
  if (!URL.canParse(url)) return {};
  const { origin, pathname } = new URL(url);
  const segments = pathname.split('/').filter((segment) => segment !== '');
  const service = [origin, ...segments.slice(0, -1)].join('/');
  const accountName = accountOf(service);
  return known({ container: segments.at(-1), accountName, endpoint: customOnly(service, accountName) });
}

/** `AccountName=…`, else the host of `BlobEndpoint=…`; the endpoint itself stays in the connection string. */
function fromConnectionString(connection: string): AzureBlock {
  const field = (name: string) => new RegExp(`(?:^|;)\\s*${name}=([^;]+)`, 'i').exec(connection)?.[1]?.trim();
  return known({ accountName: field('AccountName') ?? accountOf(field('BlobEndpoint') ?? '') });
}

/** Azure puts the account before `.blob.`, Azurite at the end of the path. */
const accountOf = (service: string) =>
  /^https?:\/\/([a-z0-9]{3,24})\.blob\./.exec(service)?.[1] ??
  /^https?:\/\/[^/]+\/([a-z0-9]{3,24})\/?$/.exec(service)?.[1];

/** The URL of a service, unless it is the one that the account has anyway. */
function customOnly(url: string, accountName: string | undefined): string | undefined {
  const service = (url.split('?')[0] ?? '').replace(/\/+$/, '');
  return service === `https://${accountName ?? ''}.blob.core.windows.net` ? undefined : service;
}
