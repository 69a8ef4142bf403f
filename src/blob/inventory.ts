import type { BlobDownload, BlobMetadata } from './blob-store.js';
import { connect, type ConnectOptions } from './connect.js';
import { createDeletions } from './delete-blobs.js';
import { download } from './download.js';
import { createEntra } from './entra.js';
import { listBlobs } from './list-blobs.js';
import { lookAt } from './look-at.js';
import { createRequests } from './requests.js';

/** A blob as a list has it. */
export interface ListedBlob {
  readonly name: string;
  /** of exactly this blob under its name */
  readonly etag: string;
  /** of the body, bytes */
  readonly size: number;
  /** ms since 1970 */
  readonly modified: number;
  /** ms since 1970, to the day; undefined where the account does not keep it */
  readonly accessed: number | undefined;
  /** empty unless it was asked for */
  readonly metadata: BlobMetadata;
}

/** Which blobs are listed, and whether with their metadata. */
export interface ListOptions {
  /** what their names begin with; empty: all */
  readonly prefix: string;
  readonly metadata?: boolean;
}

/**
 * What became of a blob that was to be deleted: `changed` has been deleted by somebody else, or is another one by now and
 * left alone, `protected` has a lease, an immutability policy, a legal hold or snapshots, `refused` is there for another
 * reason, of which Azure's code is all that is known.
 */
export type Deletion = 'deleted' | 'changed' | 'protected' | 'refused';

/** Told of each blob as soon as it is known what became of it. */
export type Ended = (blob: ListedBlob, deletion: Deletion, code?: string) => void;

/** A container as those see it who look after it. Whatever fails throws a CacheError, after the retries that are worth it. */
export interface BlobInventory {
  /** e.g. `myaccount.blob.core.windows.net` */
  readonly account: string;
  /** Pages of up to 5,000, in the order of their names; without the folders of a hierarchical namespace. */
  list(options: ListOptions): AsyncGenerator<readonly ListedBlob[]>;
  /**
   * Deletes up to 256 blobs, each only while it is the one that was listed. Of a deletion that fails half-way, `ended` has
   * been told of what was done.
   */
  delete(blobs: readonly ListedBlob[], ended: Ended): Promise<void>;
  /** With its body; undefined when there is none. */
  read(name: string): Promise<BlobDownload | undefined>;
  /** Without its body, so that it does not count as read; undefined when there is none. */
  lookAt(name: string): Promise<ListedBlob | undefined>;
}

/** @throws CacheError when there is no credential */
export async function openInventory(options: ConnectOptions, entra = createEntra()): Promise<BlobInventory> {
  const container = await connect(options, entra);
  const account = new URL(container.url).host;
  const requests = createRequests({ account, container: options.container }, () => undefined);
  return {
    account,
    list: (which) => listBlobs(container, which, requests),
    delete: createDeletions(container, requests),
    read: (name) => download(container, name, requests),
    lookAt: (name) => lookAt(container, name, requests),
  };
}
