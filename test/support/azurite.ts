import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { BlobServiceClient } from '@azure/storage-blob';

/** Azurite's well-known account; its key is published in Microsoft's documentation. */
export const accountName = 'devstoreaccount1';
export const accountKey =
  'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

export interface Azurite {
  /** With the account in the path, e.g. `http://127.0.0.1:41233/devstoreaccount1`. */
  readonly url: string;
  readonly connectionString: string;
  createContainer(name: string): Promise<void>;
  deleteContainer(name: string): Promise<void>;
  /** The blobs of a container, in the order of their names. */
  blobs(container: string): Promise<StoredBlob[]>;
  /** The body of a blob, downloaded by the SDK and not by the package under test. */
  read(container: string, name: string): Promise<Buffer>;
  close(): Promise<void>;
}

export interface StoredBlob {
  readonly name: string;
  readonly bytes: number;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Starts a private Azurite in memory, on a free loopback port. Like a real service, it runs in a separate process:
 * in the test's process it would share one event loop with the proxy and blur every latency.
 */
export async function startAzurite(): Promise<Azurite> {
  const child = spawn(process.execPath, [azuriteBlob(), ...azuriteOptions], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill); // a test run that is interrupted leaves no server behind
  child.once('exit', () => process.off('exit', kill));
  const url = `${await listeningUrl(child)}/${accountName}`;
  const service = BlobServiceClient.fromConnectionString(connectionStringAt(url));
  return {
    url,
    connectionString: connectionStringAt(url),
    createContainer: async (name) => {
      await service.createContainer(name);
    },
    deleteContainer: async (name) => {
      await service.deleteContainer(name);
    },
    blobs: (container) => listBlobs(service, container),
    read: (container, name) => service.getContainerClient(container).getBlobClient(name).downloadToBuffer(),
    close: () => stop(child),
  };
}

/** The account's connection string through another door, e.g. the proxy: Shared Key signs the path, not the host. */
export function connectionStringAt(url: string): string {
  return `DefaultEndpointsProtocol=http;AccountName=${accountName};AccountKey=${accountKey};BlobEndpoint=${url};`;
}

const azuriteOptions = [
  '--blobHost',
  '127.0.0.1',
  '--blobPort',
  '0',
  '--inMemoryPersistence',
  '--skipApiVersionCheck',
  '--disableTelemetry',
  '--silent',
];

const require = createRequire(import.meta.url);
const azuriteBlob = () => require.resolve('azurite/dist/src/blob/main.js');

async function listeningUrl(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('azurite has no output to read its port from');
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /listens on (http:\/\/\S+)/.exec(line)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error('azurite ended before it listened');
}

async function listBlobs(service: BlobServiceClient, container: string): Promise<StoredBlob[]> {
  const found: StoredBlob[] = [];
  const pages = service.getContainerClient(container).listBlobsFlat({ includeMetadata: true });
  for await (const { name, properties, metadata } of pages) {
    found.push({ name, bytes: properties.contentLength ?? 0, metadata: metadata ?? {} });
  }
  return found;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}
