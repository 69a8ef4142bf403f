/** The options of the generator as Nx hands them over: defaults of schema.json filled in, nothing else checked. */
export interface InfrastructureSchema {
  format?: string;
  directory?: string;
  cloud?: string;
  accountName?: string;
  container?: string;
  untrustedContainer?: string;
  oneContainer?: boolean;
  prefix?: string;
  trustedBranches?: string[];
  githubRepository?: string;
  githubEnvironment?: string;
  trustedSubjects?: string[];
  untrustedSubjects?: string[];
  developersGroupObjectId?: string;
  redundancy?: string;
  coolAfterDays?: number;
  deleteAfterDays?: number;
  untrustedDeleteAfterDays?: number;
  overwrite?: boolean;
}
