import { storageSharedKeyCredentialPolicy } from '@azure/storage-common';

import { parseConnectionString } from '../config/connection-string.js';
import type { CredentialSource } from '../config/credential-source.js';
import type { EntraSettings } from '../config/entra.js';
import { CacheError } from '../errors.js';
import { assertInTime } from './assert-in-time.js';
import { createContainer, type Container, type ContainerOptions } from './container.js';
import { createEntra, type Entra } from './entra.js';

/** Which container, and by what right. */
export interface ConnectOptions {
  readonly container: string;
  readonly accountName: string | undefined;
  readonly endpoint: string | undefined;
  readonly credential: CredentialSource;
}

/** The service's URL without a slash at the end, e.g. `https://myaccount.blob.core.windows.net`. */
export function serviceUrl({
  accountName,
  endpoint,
}: Pick<ConnectOptions, 'accountName' | 'endpoint'>): string {
  return (endpoint ?? `https://${accountName ?? ''}.blob.core.windows.net`).replace(/\/+$/, '');
}

/**
 * The URL of the service that these lead to: a connection string names its own.
 *
 * @throws CacheError kind `credential` when the connection string is none
 */
export function urlOf(options: ConnectOptions): string {
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
  now = Date.now(),
): Promise<Container> {
  const { url, ...right } = await resolveService(options, entra);
  if (right.sas !== undefined) assertInTime(right.sas, options.container, now);
  return createContainer({ url: `${url}/${options.container}`, ...right });
}

async function resolveService(options: ConnectOptions, entra: Entra): Promise<ContainerOptions> {
  const { credential, accountName } = options;
  const url = serviceUrl(options);
  switch (credential.kind) {
    case 'connection-string':
      return fromConnectionString(credential.value);
    case 'sas':
      return { url, sas: credential.value.replace(/^\?/, '') };
    case 'key':
      return { url, authorize: byKey(accountName ?? '', credential.value) };
    case 'default':
      return { url, authorize: await entra.policy() };
  }
}

function fromConnectionString(value: string): ContainerOptions {
  const parsed = parseConnectionString(value);
  // A configuration has none of these.
  if ('problem' in parsed) {
    throw new CacheError(
      `AZURE_STORAGE_CONNECTION_STRING must be a connection string, and is ${parsed.problem}`,
      { kind: 'credential', retryable: false },
    );
  }
  const { url, right } = parsed;
  return 'sas' in right
    ? { url, sas: right.sas }
    : { url, authorize: byKey(right.accountName, right.accountKey) };
}

const byKey = (accountName: string, key: string) =>
  storageSharedKeyCredentialPolicy({ accountName, accountKey: Buffer.from(key, 'base64') });

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
