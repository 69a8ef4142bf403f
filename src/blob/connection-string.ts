/** What a connection string says: where the service is, and by what right. */
export interface ParsedConnection {
  /** without a slash at the end */
  readonly url: string;
  readonly right: { readonly accountName: string; readonly accountKey: string } | { readonly sas: string };
}

/** Azurite's, published in Microsoft's documentation. */
const emulator =
  'AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;BlobEndpoint=http://127.0.0.1:10000/devstoreaccount1';

/**
 * Reads a storage connection string
 * (learn.microsoft.com/azure/storage/common/storage-configure-connection-string); undefined for anything else.
 *
 * `DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=…;EndpointSuffix=core.windows.net`
 * `BlobEndpoint=https://acme.blob.core.windows.net/;SharedAccessSignature=sv=…`
 * `UseDevelopmentStorage=true`
 */
export function parseConnectionString(text: string): ParsedConnection | undefined {
  const fields = parseFields(text);
  if (fields.get('usedevelopmentstorage')?.toLowerCase() === 'true') return parseConnectionString(emulator);
  const url = fields.get('blobendpoint') ?? accountUrl(fields);
  const right = parseRight(fields);
  return url !== undefined && isServiceUrl(url) && right
    ? { url: url.replace(/\/+$/, ''), right }
    : undefined;
}

/** Names in lower case: Azure's own tools do not agree on their case. */
function parseFields(text: string): Map<string, string> {
  const fields = text.split(';').map((field) => /^\s*([^=]+)=(.*?)\s*$/.exec(field));
  return new Map(
    fields.flatMap((field) => (field?.[1] && field[2] ? [[field[1].toLowerCase(), field[2]]] : [])),
  );
}

function accountUrl(fields: Map<string, string>): string | undefined {
  const protocol = fields.get('defaultendpointsprotocol') ?? '';
  const account = fields.get('accountname') ?? '';
  const suffix = fields.get('endpointsuffix') ?? 'core.windows.net';
  return /^[a-z0-9]{3,24}$/.test(account) ? `${protocol}://${account}.blob.${suffix}` : undefined;
}

function isServiceUrl(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) && !/[\s?#]/.test(url);
}

function parseRight(fields: Map<string, string>): ParsedConnection['right'] | undefined {
  const [accountName, accountKey] = [fields.get('accountname'), fields.get('accountkey')];
  if (accountName !== undefined && accountKey !== undefined) return { accountName, accountKey };
  const sas = fields.get('sharedaccesssignature')?.replace(/^\?/, '');
  return sas === undefined ? undefined : { sas };
}
