import type { ContainerClient } from '@azure/storage-blob';

import type { BlobStore } from './blob-store.js';
import { connect, serviceUrl, type ConnectOptions } from './connect.js';
import { download } from './download.js';
import { createRequests, type Requests } from './requests.js';
import { upload } from './upload.js';

/**
 * The container in Azure. Connects at the first use.
 *
 * @param moved told of bytes as they go over the wire
 */
export function createAzureBlobStore(options: ConnectOptions, moved: Requests['moved']): BlobStore {
  let connected: Promise<{ container: ContainerClient; requests: Requests }> | undefined;

  async function open() {
    const container = await connect(options);
    const account = hostOf(container.url) ?? serviceUrl(options);
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
      return download(container, name, requests);
    },
    async upload(name, body, metadata) {
      const { container, requests } = await opened();
      return upload({ container, name, body, metadata }, requests);
    },
  };
}

/** The part of a URL that may be shown: without path and query, where a SAS would be. */
const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).host : undefined);
