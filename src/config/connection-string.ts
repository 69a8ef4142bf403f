import { isEmulator } from './emulator.js';
import { isNamed, misnamed } from './misnamed.js';
import { sasProblem } from './sas-problem.js';

/** The content of a connection string: the URL of the service, and the credential. */
export interface ConnectionString {
  /** without a slash at the end */
  readonly url: string;
  readonly credential:
    { readonly accountName: string; readonly accountKey: string } | { readonly sas: string };
}

/** Why a text is no connection string, as the `given` of a ConfigIssue. Has no secret. */
export interface InvalidConnectionString {
  readonly problem: string;
}

/** Azurite's, published in Microsoft's documentation. */
const emulator =
  'AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

/**
 * Reads a storage connection string
 * (learn.microsoft.com/azure/storage/common/storage-configure-connection-string).
 *
 * `DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=…;EndpointSuffix=core.windows.net`
 * `BlobEndpoint=https://acme.blob.core.windows.net/;SharedAccessSignature=sv=…`
 * `UseDevelopmentStorage=true;DevelopmentStorageProxyUri=http://azurite`
 */
export function parseConnectionString(text: string): ConnectionString | InvalidConnectionString {
  if (/^["'`]|["'`]$/.test(text)) return { problem: 'one in quotes' };
  if (/^https?:/i.test(text)) return { problem: 'a URL' };
  if (isNamed(text, field)) return { problem: misnamed };
  const fields = parseFields(text);
  if (fields.get('usedevelopmentstorage')?.toLowerCase() === 'true') return emulatorAt(fields);
  const other = otherServices.find((name) => fields.has(name));
  if (other !== undefined) return { problem: `one of another service, with "${other}"` };
  const credential = parseCredential(fields);
  if ('problem' in credential) return credential;
  const url = parseUrl(fields);
  return typeof url === 'string' ? { url: url.replace(/\/+$/, ''), credential } : url;
}

/** What a connection string may begin with. */
const field =
  /^(DefaultEndpointsProtocol|AccountName|AccountKey|(Blob|Queue|Table|File)Endpoint|EndpointSuffix|SharedAccessSignature|UseDevelopmentStorage)=/i;

/** Of Service Bus and Event Hubs, IoT Hub, Cosmos DB, SQL and Application Insights. */
const otherServices = [
  'endpoint',
  'hostname',
  'accountendpoint',
  'server',
  'data source',
  'instrumentationkey',
];

/** Names in lower case: Azure's own tools do not agree on their case. */
function parseFields(text: string): Map<string, string> {
  const fields = text.split(';').map((field) => /^\s*([^=]+)=(.*?)\s*$/.exec(field));
  return new Map(
    fields.flatMap((field) => (field?.[1] && field[2] ? [[field[1].toLowerCase(), field[2]]] : [])),
  );
}

/** As the .NET client takes the proxy: for the host of the emulator, which in a development container has a name. */
function emulatorAt(fields: Map<string, string>): ConnectionString | InvalidConnectionString {
  const uri = fields.get('developmentstorageproxyuri') ?? 'http://127.0.0.1';
  if (!isServiceUrl(uri)) return { problem: 'one whose DevelopmentStorageProxyUri is no URL' };
  const { protocol, hostname, port } = new URL(uri);
  const endpoint = `${protocol}//${hostname}:${port || '10000'}/devstoreaccount1`;
  return parseConnectionString(`${emulator};BlobEndpoint=${endpoint}`);
}

function parseUrl(fields: Map<string, string>): string | InvalidConnectionString {
  const endpoint = fields.get('blobendpoint');
  if (endpoint !== undefined)
    return isServiceUrl(endpoint) ? endpoint : { problem: 'one whose BlobEndpoint is no URL' };
  const account = fields.get('accountname');
  if (account === undefined) return { problem: 'one without AccountName or BlobEndpoint' };
  if (!/^[a-z0-9]{3,24}$/.test(account))
    return { problem: 'one whose AccountName is not 3 to 24 lowercase letters and digits' };
  const protocol = fields.get('defaultendpointsprotocol');
  const url = `${protocol ?? ''}://${account}.blob.${fields.get('endpointsuffix') ?? 'core.windows.net'}`;
  return isServiceUrl(url) ? url : { problem: 'one with a wrong or missing DefaultEndpointsProtocol' };
}

function isServiceUrl(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) && !/[\s?#]/.test(url);
}

function parseCredential(
  fields: Map<string, string>,
): ConnectionString['credential'] | InvalidConnectionString {
  const accountKey = fields.get('accountkey');
  const sas = fields.get('sharedaccesssignature')?.replace(/^\?/, '');
  if (accountKey !== undefined) return parseKey(fields, accountKey);
  if (sas === undefined) return { problem: 'one without AccountKey or SharedAccessSignature' };
  const problem = sasProblem(sas);
  return problem === undefined ? { sas } : { problem: `one whose SharedAccessSignature is ${problem}` };
}

function parseKey(
  fields: Map<string, string>,
  accountKey: string,
): ConnectionString['credential'] | InvalidConnectionString {
  const accountName = fields.get('accountname');
  if (accountName === undefined) return { problem: 'one without AccountName' };
  if (!isAccountKey(accountKey, fields.get('blobendpoint')))
    return { problem: 'one whose AccountKey is cut or changed' };
  return { accountName, accountKey };
}

/**
 * Whether a text can be the key of a storage account: 64 bytes in base64. An emulator may have custom accounts, with keys of any
 * length (`AZURITE_ACCOUNTS`).
 *
 * @param url of the blob service; undefined for Azure's own address
 */
export const isAccountKey = (text: string, url: string | undefined): boolean =>
  isEmulator(url) ? isBase64(text) : /^[A-Za-z0-9+/]{86}==$/.test(text);

const isBase64 = (text: string) => text !== '' && Buffer.from(text, 'base64').toString('base64') === text;
