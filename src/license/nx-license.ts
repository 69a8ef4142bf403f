/** A license as Nx takes it (`nx report`, and the end of a run; Nx 20.1 to 24). */
export interface NxLicense {
  readonly organizationName: string;
  readonly seatCount: number;
  /** 9999: unlimited */
  readonly workspaceCount: number;
  /** seconds since 1970 */
  readonly expiresAt: number;
  /** has Nx print the counts, too */
  readonly isPowerpack: true;
}
