import type { BlobStore } from './blob-store.js';
import { connect, type ConnectOptions } from './connect.js';
import type { Connection, OnMoved } from './connection.js';
import { download } from './download.js';
import { createEntra } from './sign-in/entra.js';
import { upload } from './upload.js';

/**
 * The container in Azure. Connects at the first use.
 *
 * @param entra shared by containers that need the same token
 */
export function createAzureBlobStore(
  options: ConnectOptions,
  onMoved?: OnMoved,
  entra = createEntra(),
): BlobStore {
  let connected: Promise<Connection> | undefined;

  /** A failure is not kept: the next request connects again. */
  function opened() {
    connected ??= connect(options, entra, { onMoved });
    connected.catch(() => {
      connected = undefined;
    });
    return connected;
  }

  return {
    async download(name) {
      return download(await opened(), name);
    },
    async upload(name, body, metadata, replacing) {
      return upload(await opened(), { name, body, metadata, replacing });
    },
  };
}
