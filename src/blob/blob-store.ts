/** What is known about an artifact besides its body; small ASCII strings under lower-case names (8 KiB in all). */
export type BlobMetadata = Record<string, string>;

/** A blob that is there. */
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
 * A container as this package uses it.
 *
 * Failure policy: a blob that is not there is `undefined` and one that was there before is `false`; neither is an
 * error. Everything else throws a CacheError, after the retries that are worth it.
 */
export interface BlobStore {
  download(name: string): Promise<BlobDownload | undefined>;
  /**
   * Creates a blob; replaces none but the one that is named by its ETag.
   *
   * @param metadata asked for once the body has been read to its end
   * @param replacing the ETag of a blob that must not stay; when that is gone, nothing is written
   * @returns whether the blob was written
   * @throws whatever `body` throws; nothing readable of it is left then
   */
  upload(
    name: string,
    body: AsyncIterable<Buffer>,
    metadata: () => BlobMetadata,
    replacing?: string,
  ): Promise<boolean>;
}
