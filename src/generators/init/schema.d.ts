/** The options of the generator as Nx hands them over: defaults of schema.json filled in, nothing else checked. */
export interface InitSchema {
  accountName?: string;
  container?: string;
  /** `main,release/*` */
  trustedBranches?: string;
  skipDoctor?: boolean;
}
