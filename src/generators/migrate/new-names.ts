/** What nx-remotecache-azure read, behind `NXCACHE_` (before version 3: `NX_CACHE_`) → what this package reads. */
const ours: Readonly<Record<string, string>> = {
  AZURE_CONNECTION_STRING: 'AZURE_STORAGE_CONNECTION_STRING',
  AZURE_SAS_URL: 'AZURE_STORAGE_SAS_TOKEN, with only what follows the "?" of the URL',
  AZURE_ACCOUNT_NAME: 'NX_AZURE_CACHE_ACCOUNT_NAME, or azure.accountName in nx.json',
  AZURE_ACCOUNT_KEY: 'AZURE_STORAGE_KEY',
  AZURE_CONTAINER: 'NX_AZURE_CACHE_CONTAINER, or azure.container in nx.json',
  AZURE_URL: 'NX_AZURE_CACHE_ENDPOINT, or azure.endpoint in nx.json',
  AZURE_AD_AUTH: 'nothing: Entra ID is asked when there is no other credential',
  READ: 'NX_POWERPACK_CACHE_MODE: read-write, read-only or no-cache',
  WRITE: 'NX_POWERPACK_CACHE_MODE: read-write, read-only or no-cache',
  NAME: 'nothing',
};

const noKey = 'nothing: no key is needed, unless azure.license is set or another product of Nx asks for it';

const others: Readonly<Record<string, string>> = {
  NX_KEY: noKey,
  NX_POWERPACK_LICENSE: noKey,
  NX_DB_CACHE: 'nothing: remove it; without its database Nx 20 asks no remote cache',
};

/** Finds the variables of former caches in a line; not Nx's own, such as `NX_CACHE_DIRECTORY`. */
export const formerVariable =
  /\b(?:NXCACHE_[A-Z0-9_]+|NX_CACHE_(?:AZURE|S3)_[A-Z0-9_]+|NX_AWS_[A-Z0-9_]+|NX_KEY|NX_POWERPACK_LICENSE|NX_DB_CACHE)\b/g;

/** What a variable of a former cache is called here. */
export function newNameOf(variable: string): string {
  const name = /^NX_?CACHE_(.+)$/.exec(variable)?.[1] ?? '';
  return others[variable] ?? ours[name] ?? 'nothing: it belongs to the former runner';
}
