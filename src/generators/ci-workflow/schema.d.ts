/** The options of the generator as Nx hands them over: nothing is checked. */
export interface CiWorkflowSchema {
  provider?: string;
  cloud?: string;
  file?: string;
  trustedBranches?: string[];
  githubEnvironment?: string;
}
