import { parse } from 'dotenv';

import { resolveConfig } from '../../config/resolve-config.js';
import { ConfigError, type ConfigIssue } from '../../errors.js';
import type { JsonObject } from '../../nx/json.js';
import { readText } from '../tree.js';
import { dotenvFiles, type Workspace } from './workspace.js';

/** The keys of `azure` that follow from the options of nx-remotecache-azure. None of them is a secret. */
export interface AzureBlock {
  readonly container?: string;
  readonly accountName?: string;
  readonly endpoint?: string;
}

/** Finds the container as the runner does: by the SAS URL, else the connection string, else the account. */
export function toAzureBlock(options: JsonObject): AzureBlock {
  const [sasUrl, connectionString] = [text(options['sasUrl']), text(options['connectionString'])];
  if (sasUrl !== undefined) return fromContainerUrl(sasUrl);
  const container = text(options['container']);
  if (connectionString !== undefined) return known({ container, ...fromConnectionString(connectionString) });
  const [accountName, url] = [text(options['accountName']), text(options['azureUrl'])];
  return known({
    container,
    accountName,
    endpoint: url === undefined ? undefined : customOnly(url, accountName),
  });
}

const text = (value: unknown) =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;

function known(block: { [K in keyof AzureBlock]: AzureBlock[K] | undefined }): AzureBlock {
  return Object.fromEntries(Object.entries(block).filter(([, value]) => value !== undefined));
}

/** `https://acme.blob.core.windows.net/nx-cache?sv=…` → the account and the container, without the query. */
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

/** The URL of a service, unless it is the default one of the account. */
function customOnly(url: string, accountName: string | undefined): string | undefined {
  const service = (url.split('?')[0] ?? '').replace(/\/+$/, '');
  return service === `https://${accountName ?? ''}.blob.core.windows.net` ? undefined : service;
}

/** The keys that the variables in `.env` files add to the options of the runner, and a note on each. */
export function readEnvFiles(
  { nxJson, tree }: Workspace,
  options: JsonObject,
): { readonly block: AzureBlock; readonly notes: readonly string[] } {
  const known = Object.keys(toAzureBlock(options));
  const found = ['.env', '.local.env', '.env.local', ...dotenvFiles(nxJson)]
    .flatMap((file) =>
      Object.entries(toAzureBlock({ ...options, ...optionsIn(readText(tree, file)) })).map(
        ([key, value]: [string, string]) => ({ file, key, value }),
      ),
    )
    .filter(
      ({ key }, index, all) => !known.includes(key) && all.findIndex((one) => one.key === key) === index,
    );
  return {
    block: Object.fromEntries(found.map(({ key, value }) => [key, value])),
    notes: found.map(({ file, key }) => `azure.${key} is taken from ${file}.`),
  };
}

/** `NXCACHE_AZURE_SAS_URL=…` → `{ sasUrl: … }`, without placeholders (`<ask for it>`) and references (`${ACCOUNT}`). */
function optionsIn(dotenv: string): JsonObject {
  const variables = parse(dotenv);
  return Object.fromEntries(
    Object.entries(optionsByVariable).flatMap(([suffix, option]) => {
      const value = variables[`NXCACHE_AZURE_${suffix}`] ?? variables[`NX_CACHE_AZURE_${suffix}`];
      return value === undefined || /[<$]/.test(value) ? [] : [[option, value]];
    }),
  );
}

const optionsByVariable = {
  CONNECTION_STRING: 'connectionString',
  SAS_URL: 'sasUrl',
  ACCOUNT_NAME: 'accountName',
  CONTAINER: 'container',
  URL: 'azureUrl',
};

/** Lists what a run would find wrong with an `azure` block, each problem as a step to take. */
export function findConfigProblems(azure: unknown): string[] {
  try {
    resolveConfig(azure, {});
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.issues.map(toStep);
  }
}

function toStep({ path, expected, given }: ConfigIssue): string {
  if (path === 'nx.json azure.accountName' && given === 'nothing')
    return 'Add azure.accountName to nx.json, or set AZURE_STORAGE_CONNECTION_STRING or NX_AZURE_CACHE_ACCOUNT_NAME wherever the cache is used.';
  if (given === 'an unknown key')
    return `Remove ${path}: this package has no such key. The cache is off until then.`;
  return `Correct ${path}: expected ${expected}, got ${given}. The cache is off until then.`;
}
