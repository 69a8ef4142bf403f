/** A task's result as Nx takes it from a remote cache (`RemoteCacheV2` of Nx 20.1 to 24). */
export interface CachedResult {
  /** exit code of the task */
  readonly code: number;
  readonly terminalOutput: string;
  /** `<cacheDirectory>/<hash>`, complete */
  readonly outputsPath: string;
  /** bytes, for the limit that Nx keeps on its local cache */
  readonly size: number;
}

/** What Nx calls. Neither may ever throw or hang: it would end the run, or fail a green build (nrwl/nx#37052). */
export interface RemoteCache {
  /** @returns null for a miss */
  retrieve(hash: string, cacheDirectory: string): Promise<CachedResult | null>;
  /**
   * Queues the outputs under `<cacheDirectory>/<hash>` for upload.
   *
   * @returns whether they were queued
   */
  store(hash: string, cacheDirectory: string, terminalOutput: string, code: number): Promise<boolean>;
}
