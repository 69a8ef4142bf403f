import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ContainerClient, ContainerSASPermissions } from '@azure/storage-blob';
import { startChild } from '../child.mjs';
import { connectionStringOf } from '../storage.mjs';
import type { Connect } from './subject.mjs';

/** The block in nx.json that Nx documents, for this package and the plugin of an afternoon. */
export const azureBlock: Connect = async ({ container, storagePort, distant }) => {
  const env = { AZURE_STORAGE_CONNECTION_STRING: connectionStringOf(await distant(storagePort)) };
  return { env, config: { azure: { container } } };
};

/** The container with a SAS, for who signs nothing. */
export const containerUrl: Connect = async ({ container, storagePort, distant }) => {
  const connectionString = connectionStringOf(await distant(storagePort));
  const client = new ContainerClient(connectionString, container);
  const permissions = ContainerSASPermissions.parse('rcw');
  const url = await client.generateSasUrl({ permissions, expiresOn: new Date(Date.now() + hour) });
  return { env: { BENCH_CONTAINER: url } };
};

const hour = 3_600_000;

/** A folder beside the machines, with the configured distance. */
export const localFolder: Connect = ({ scratch, roundTrip }) => {
  const folder = mkdtempSync(join(scratch, 'folder-'));
  const close = () => {
    rmSync(folder, { recursive: true });
    return Promise.resolve();
  };
  return Promise.resolve({ env: { BENCH_FOLDER: folder, BENCH_ROUND_TRIP: String(roundTrip) }, close });
};

/** nx-remotecache-azure as its README has it. */
export const customRunner: Connect = async ({ container, storagePort, distant }) => {
  const connectionString = connectionStringOf(await distant(storagePort));
  const options = { container, connectionString, cacheableOperations: ['build'] };
  const runner = { runner: 'nx-remotecache-azure', options };
  return { env: {}, config: { tasksRunnerOptions: { default: runner }, useLegacyCache: true } };
};

/** A server beside the storage, for Nx's own client. */
export const httpServer: Connect = async ({ container, storagePort, distant }) => {
  const script = new URL('../peers/http-server/main.mts', import.meta.url);
  const server = await startChild(script, [connectionStringOf(storagePort), container]);
  const url = `http://127.0.0.1:${await distant(server.port)}`;
  const env = { NX_SELF_HOSTED_REMOTE_CACHE_SERVER: url, NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN: 'bench' };
  return { env, close: server.close };
};
