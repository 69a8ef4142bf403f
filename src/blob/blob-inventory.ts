import type { BlobDownload, BlobMetadata } from './blob-store.js';

/** A blob as a list has it. */
export interface ListedBlob {
  readonly name: string;
  /** of exactly this blob under its name */
  readonly etag: string;
  /** of the body, bytes */
  readonly size: number;
  /** ms since 1970 */
  readonly modified: number;
  /** ms since 1970, to the day; undefined where the account does not track it */
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

/** The result of the deletion of a blob. */
export type Deletion =
  | 'deleted'
  | 'changed' // deleted or replaced by another program, and left alone
  | 'protected' // by a lease, an immutability policy, a legal hold or snapshots
  | 'refused'; // for another reason, of which only Azure's code is known

/** Called for each blob as soon as its result is known. */
export type Ended = (blob: ListedBlob, deletion: Deletion, code?: string) => void;

/** A container for the commands that look after it. All failures throw a CacheError, after the retries that are worth it. */
export interface BlobInventory {
  /** e.g. `myaccount.blob.core.windows.net` */
  readonly account: string;
  /** Pages of up to 5,000, in the order of their names; without the folders of a hierarchical namespace. */
  list(options: ListOptions): AsyncGenerator<readonly ListedBlob[]>;
  /**
   * Deletes up to 256 blobs, each only while it is the one that was listed. When it fails half-way, `ended`
   * has been called for all blobs that are done.
   */
  delete(blobs: readonly ListedBlob[], ended: Ended): Promise<void>;
  /** With its body; undefined when there is none. */
  read(name: string): Promise<BlobDownload | undefined>;
  /** Without its body, so that it does not count as read; undefined when there is none. */
  head(name: string): Promise<ListedBlob | undefined>;
}
