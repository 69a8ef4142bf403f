/** What a CI reports about a run in its variables. What is not certain is left out. */
export interface CiRun {
  /** e.g. `GitHub Actions` */
  readonly provider: string;
  readonly event: CiEvent;
  /** the branch whose code is built, e.g. `release/1.2` */
  readonly branch?: string | undefined;
  readonly tag?: string | undefined;
  /** its number */
  readonly pullRequest?: string | undefined;
}

/** `other`: the code may come from anywhere, whatever branch the run is listed under. */
export type CiEvent = 'push' | 'pull-request' | 'merge-queue' | 'tag' | 'schedule' | 'manual' | 'other';
