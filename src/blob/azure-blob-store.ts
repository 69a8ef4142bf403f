import type { BlobStore } from './blob-store.js';
import { connect, type ConnectOptions } from './connect.js';
import type { Container } from './container.js';
import { download } from './download.js';
import { downloadEmpty, isOfEmptyBlob } from './empty-blob.js';
import { createEntra } from './entra.js';
import { createRequests, type Requests } from './requests.js';
import { upload } from './upload.js';

/**
 * The container in Azure. Connects at the first use.
 *
 * @param moved told of bytes as they go over the wire
 * @param entra shared by containers that need the same token
 */
export function createAzureBlobStore(
  options: ConnectOptions,
  moved: Requests['moved'],
  entra = createEntra(),
): BlobStore {
  let connected: Promise<{ container: Container; requests: Requests }> | undefined;

  async function open() {
    const container = await connect(options, entra);
    const account = new URL(container.url).host;
    return { container, requests: createRequests({ account, container: options.container }, moved) };
  }

  /** A failure is not kept: the next need tries again. */
  function opened() {
    connected ??= open();
    connected.catch(() => {
      connected = undefined;
    });
    return connected;
  }

  return {
    async download(name) {
      const { container, requests } = await opened();
      try {
        return await download(container, name, requests);
      } catch (error) {
        if (!isOfEmptyBlob(error)) throw error;
        return downloadEmpty(container, name, requests);
      }
    },
    async upload(name, body, metadata, replacing) {
      const { container, requests } = await opened();
      return upload({ container, name, body, metadata, replacing }, requests);
    },
  };
}
