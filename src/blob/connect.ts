import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import { storageSharedKeyCredentialPolicy } from '@azure/storage-common';

import { parseConnectionString } from '../config/connection-string.js';
import type { CredentialSource } from '../config/credential-source.js';
import { CacheError } from '../errors.js';
import { assertInTime } from './assert-in-time.js';
import { createContainer, type Container, type ContainerOptions } from './container.js';

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
 * @throws CacheError kind `credential`, `network` or `timeout`
 */
export async function connect(
  options: ConnectOptions,
  byEntra = createEntraPolicy(),
  now = Date.now(),
): Promise<Container> {
  const { url, ...right } = await resolveService(options, byEntra);
  if (right.sas !== undefined) assertInTime(right.sas, options.container, now);
  return createContainer({ url: `${url}/${options.container}`, ...right });
}

async function resolveService(options: ConnectOptions, byEntra: EntraPolicy): Promise<ContainerOptions> {
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
      return { url, authorize: await byEntra() };
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

/** Gives what signs requests with a token. */
type EntraPolicy = () => Promise<PipelinePolicy>;

/** One token for all who ask; a failure is not kept. */
export function createEntraPolicy(ask: EntraPolicy = signIn): EntraPolicy {
  let policy: Promise<PipelinePolicy> | undefined;
  return () => {
    policy ??= ask();
    policy.catch(() => {
      policy = undefined;
    });
    return policy;
  };
}

/** `@azure/identity` is larger than the rest of the package, so it is loaded only here. */
async function signIn(): Promise<PipelinePolicy> {
  const module = await import('./sign-in.js');
  return module.signIn();
}
