import { BlobServiceClient } from '@azure/storage-blob';
import { accountName, connectionStringAt, startAzurite } from '../test/support/azurite.js';
import type { StorageStats } from './blob-server/stats.mjs';
import { startChild } from './child.mjs';

/** A blob service on the loopback. */
export interface Storage {
  readonly name: StorageName;
  readonly port: number;
  /** Where only the service can count them, or undefined. */
  stats(): Promise<StorageStats | undefined>;
  /** Deletes all stored data. */
  emptyContainer(): Promise<string>;
  close(): Promise<void>;
}

export type StorageName = 'lean' | 'azurite';

export const connectionStringOf = (port: number) =>
  connectionStringAt(`http://127.0.0.1:${port}/${accountName}`);

export function startStorage(name: StorageName): Promise<Storage> {
  return name === 'lean' ? startLean() : startEmulator();
}

async function startLean(): Promise<Storage> {
  const { port, close } = await startChild(new URL('./blob-server/main.mts', import.meta.url));
  const control = async (path: string): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${port}/_control/${path}`);
    return response.json();
  };
  const containers = createContainers(port);
  const emptyContainer = async () => {
    await control('reset');
    return containers();
  };
  return {
    name: 'lean',
    port,
    stats: () => control('stats') as Promise<StorageStats>,
    emptyContainer,
    close,
  };
}

async function startEmulator(): Promise<Storage> {
  const azurite = await startAzurite();
  const port = Number(new URL(azurite.url).port);
  const close = () => azurite.close();
  return {
    name: 'azurite',
    port,
    stats: () => Promise.resolve(undefined),
    emptyContainer: createContainers(port),
    close,
  };
}

function createContainers(port: number): () => Promise<string> {
  const service = BlobServiceClient.fromConnectionString(connectionStringOf(port));
  let last: string | undefined;
  let count = 0;
  return async () => {
    await (last === undefined ? undefined : service.getContainerClient(last).deleteIfExists());
    last = `bench-${++count}`;
    await service.createContainer(last);
    return last;
  };
}
