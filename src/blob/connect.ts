import { storageSharedKeyCredentialPolicy } from '@azure/storage-common';

import { parseConnectionString } from '../config/connection-string.js';
import type { CredentialSource } from '../config/credential-source.js';
import type { EntraSettings } from '../config/entra.js';
import type { ProxySettings } from '../config/find-proxy.js';
import { parseSas } from '../config/sas.js';
import { CacheError } from '../errors.js';
import { createConnection, type Connection, type ConnectionOptions } from './connection.js';
import { createContainer, type ContainerOptions } from './container.js';
import { createEntra, type Entra } from './sign-in/entra.js';

/** Which container, by which credential and proxy. */
export interface ConnectOptions {
  readonly container: string;
  readonly accountName: string | undefined;
  readonly endpoint: string | undefined;
  readonly credential: CredentialSource;
  readonly proxy: ProxySettings | undefined;
}

/** The service's URL without a slash at the end, e.g. `https://myaccount.blob.core.windows.net`. */
export function serviceUrl({
  accountName,
  endpoint,
}: Pick<ConnectOptions, 'accountName' | 'endpoint'>): string {
  return (endpoint ?? `https://${accountName ?? ''}.blob.core.windows.net`).replace(/\/+$/, '');
}

/**
 * The URL of the service: a connection string names its own.
 *
 * @throws CacheError kind `credential` when the connection string is invalid
 */
export function urlOf(options: Omit<ConnectOptions, 'proxy'>): string {
  const { credential } = options;
  return credential.kind === 'connection-string'
    ? fromConnectionString(credential.value).url
    : serviceUrl(options);
}

/**
 * Opens the container, with its token already there. Sends nothing to the storage account.
 *
 * @throws CacheError kind `credential`, `network` or `sign-in`
 */
export async function connect(
  options: ConnectOptions,
  entra = createEntra(),
  how: Pick<ConnectionOptions, 'onMoved' | 'limits'> & { readonly now?: number } = {},
): Promise<Connection> {
  const { container, proxy } = options;
  const { url, ...credential } = await resolveService(options, entra);
  if (credential.sas !== undefined) assertInTime(credential.sas, container, how.now ?? Date.now());
  const opened = createContainer({ url: `${url}/${container}`, proxy, ...credential });
  return createConnection(opened, { ...how, container });
}

type Service = Omit<ContainerOptions, 'proxy'>;

async function resolveService(options: ConnectOptions, entra: Entra): Promise<Service> {
  const { credential, accountName } = options;
  const url = serviceUrl(options);
  switch (credential.kind) {
    case 'connection-string':
      return fromConnectionString(credential.value);
    case 'sas':
      return { url, sas: credential.value.replace(/^\?/, '') };
    case 'key':
      return { url, authorize: keyPolicy(accountName ?? '', credential.value) };
    case 'default':
      return { url, authorize: await entra.policy() };
  }
}

function fromConnectionString(value: string): Service {
  const parsed = parseConnectionString(value);
  // resolveConfig has refused an invalid one.
  if ('problem' in parsed) {
    throw new CacheError(
      `AZURE_STORAGE_CONNECTION_STRING must be a connection string, and is ${parsed.problem}`,
      { kind: 'credential', retryable: false },
    );
  }
  const { url, credential } = parsed;
  return 'sas' in credential
    ? { url, sas: credential.sas }
    : { url, authorize: keyPolicy(credential.accountName, credential.accountKey) };
}

const keyPolicy = (accountName: string, key: string) =>
  storageSharedKeyCredentialPolicy({ accountName, accountKey: Buffer.from(key, 'base64') });

/** ms; clocks may differ by as much, and within it Azure's decides */
const tolerance = 15 * 60_000;

/**
 * A SAS that has expired is not sent: Azure would refuse each request, as one with a wrong signature.
 *
 * @param now ms since 1970
 * @throws CacheError kind `credential`
 */
export function assertInTime(sas: string, container: string, now: number): void {
  const { starts, expires } = parseSas(sas);
  if (expires && expires.getTime() + tolerance < now)
    throw outOfTime(container, `expired on ${expires.toISOString()} (se); create a new one`);
  if (starts && starts.getTime() - tolerance > now)
    throw outOfTime(
      container,
      `is not valid before ${starts.toISOString()} (st); create one that begins now`,
    );
}

const outOfTime = (container: string, what: string) =>
  new CacheError(`the SAS for container "${container}" ${what}, or set this machine's clock if it is wrong`, {
    kind: 'credential',
    retryable: false,
  });

/**
 * The way in by Entra ID to the account of a configuration, for all its containers.
 *
 * @param patience ms, see `createEntra`
 */
export function openEntra(
  config: Pick<ConnectOptions, 'accountName' | 'endpoint'> & { readonly entra: EntraSettings },
  patience?: number,
): Entra {
  const url = serviceUrl(config);
  // A connection string names its own account, and needs no token.
  const account = URL.canParse(url) ? new URL(url).host : '';
  return createEntra({ settings: config.entra, account, ...(patience !== undefined && { patience }) });
}
