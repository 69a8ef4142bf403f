import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { createAzureBlobStore } from '../../../src/blob/azure-blob-store.js';
import type { BlobStore } from '../../../src/blob/blob-store.js';
import type { ConnectOptions } from '../../../src/blob/connect.js';
import { connectionStringAt, startAzurite, type Azurite } from '../azurite.js';
import { startProxy, type Proxy } from './proxy.js';

/** A blob store that reaches its private Azurite through the proxy. */
export interface ProxiedStore {
  readonly azurite: Azurite;
  readonly proxy: Proxy;
  readonly store: BlobStore;
  /** of the store */
  readonly options: ConnectOptions;
  /** transferred bytes, as the store reports them */
  readonly moved: { read: number; write: number };
  /** Uploads `length` random bytes under a new name. */
  seed(length: number): Promise<{ name: string; content: Buffer }>;
  close(): Promise<void>;
}

/** With an empty container, `cache`. */
export async function startProxiedStore(): Promise<ProxiedStore> {
  const azurite = await startAzurite();
  await azurite.createContainer('cache');
  const proxy = await startProxy({ target: azurite.url });
  const moved = { read: 0, write: 0 };
  const options = optionsAt(proxy.url);
  const store = createAzureBlobStore(options, (operation, bytes) => {
    moved[operation] += bytes;
  });
  return {
    azurite,
    proxy,
    store,
    options,
    moved,
    seed: async (length) => {
      const blob = { name: newName(), content: randomBytes(length) };
      await put(store, blob.name, blob.content);
      return blob;
    },
    close: async () => {
      await proxy.close();
      await azurite.close();
    },
  };
}

/** The way to a container at that URL of the account. */
export const optionsAt = (url: string, container = 'cache'): ConnectOptions => ({
  container,
  accountName: undefined,
  endpoint: undefined,
  proxy: undefined,
  credential: { kind: 'connection-string', value: connectionStringAt(url) },
});

export const newName = () => `v1/shared/${randomBytes(8).readBigUInt64BE()}`;

/** Uploads a content. */
export const put = (store: BlobStore, name: string, content: Buffer) =>
  store.upload(name, Readable.from([content]), () => ({ codec: 'br' }));

/** Downloads a blob whole. */
export async function get(store: BlobStore, name: string): Promise<Buffer | undefined> {
  const blob = await store.download(name);
  return blob && buffer(blob.chunks);
}
