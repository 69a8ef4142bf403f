import {
  BlobServiceClient,
  newPipeline,
  StorageSharedKeyCredential,
  type ContainerClient,
  type StoragePipelineOptions,
} from '@azure/storage-blob';

import type { CredentialSource } from '../config/credential-source.js';
import { CacheError } from '../errors.js';
import { createSharedToken, warmUp } from './shared-token.js';

/** Which container, and by what right. */
export interface ConnectOptions {
  readonly container: string;
  readonly accountName: string | undefined;
  readonly endpoint: string | undefined;
  readonly credential: CredentialSource;
}

/** Retries are ours (retry.ts): the SDK's own take 16 s to give up on a closed port. */
const pipelineOptions: StoragePipelineOptions = {
  retryOptions: { maxTries: 1 },
  keepAliveOptions: { enable: true },
};

/** The service's URL without a slash at the end, e.g. `https://myaccount.blob.core.windows.net`. */
export function serviceUrl({
  accountName,
  endpoint,
}: Pick<ConnectOptions, 'accountName' | 'endpoint'>): string {
  return (endpoint ?? `https://${accountName ?? ''}.blob.core.windows.net`).replace(/\/+$/, '');
}

/**
 * A client for the container, with its token already there. Sends nothing to the storage account.
 *
 * @throws CacheError kind `credential` or `timeout`
 */
export async function connect(options: ConnectOptions): Promise<ContainerClient> {
  return (await createServiceClient(options)).getContainerClient(options.container);
}

async function createServiceClient(options: ConnectOptions): Promise<BlobServiceClient> {
  const { credential, accountName } = options;
  switch (credential.kind) {
    case 'connection-string':
      return fromConnectionString(credential.value);
    case 'sas':
      return new BlobServiceClient(
        `${serviceUrl(options)}?${credential.value.replace(/^\?/, '')}`,
        undefined,
        pipelineOptions,
      );
    case 'key':
      return fromKey(serviceUrl(options), accountName ?? '', credential.value);
    case 'default':
      return fromEntra(serviceUrl(options));
  }
}

function fromConnectionString(value: string): BlobServiceClient {
  try {
    return BlobServiceClient.fromConnectionString(value, { ...pipelineOptions }); // a copy: the SDK writes into it
  } catch {
    // The SDK's message may quote the string, so it is not even kept as the cause.
    throw new CacheError(
      'AZURE_STORAGE_CONNECTION_STRING is not a connection string; copy it whole from the account\'s "Access keys" page',
      { kind: 'credential', retryable: false },
    );
  }
}

function fromKey(url: string, accountName: string, key: string): BlobServiceClient {
  return new BlobServiceClient(
    url,
    newPipeline(new StorageSharedKeyCredential(accountName, key), pipelineOptions),
  );
}

/** `@azure/identity` is as large as the rest of the package, so it is loaded only here. */
async function fromEntra(url: string): Promise<BlobServiceClient> {
  const { createDefaultCredential } = await import('./default-credential.js');
  const credential = createSharedToken(createDefaultCredential());
  await warmUp(credential);
  return new BlobServiceClient(url, credential, pipelineOptions);
}
