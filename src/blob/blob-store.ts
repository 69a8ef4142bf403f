/** Metadata of an artifact: small ASCII strings under lower-case names (8 KiB in all). */
export type BlobMetadata = Record<string, string>;

/** An existing blob. */
export interface BlobDownload {
  readonly metadata: BlobMetadata;
  /** of exactly this blob under its name */
  readonly etag: string;
  /** of the body, bytes */
  readonly size: number;
  /** The body in order; throws CacheError when it cannot be read to its end. */
  readonly chunks: AsyncIterable<Buffer>;
}

/**
 * A container as a run uses it.
 *
 * Failure policy: a missing blob is `undefined`, and an upload that finds an existing one is `false`; neither is an error.
 * All other failures throw a CacheError, after the retries that are worth it.
 */
export interface BlobStore {
  download(name: string): Promise<BlobDownload | undefined>;
  /**
   * Creates a blob. Never replaces one, except the one whose ETag is given.
   *
   * @param metadata called when the body has been read to its end
   * @param replacing the ETag of a blob to replace; when there is another one by now, nothing is written
   * @returns whether the blob was written
   * @throws the error of `body`, if it throws; no part of it can be read then
   */
  upload(
    name: string,
    body: AsyncIterable<Buffer>,
    metadata: () => BlobMetadata,
    replacing?: string,
  ): Promise<boolean>;
}
