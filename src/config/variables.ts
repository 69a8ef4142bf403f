import { readVariable, type Environment } from './environment.js';

/** The variables that win over the texts of the `azure` key. */
export const variables = {
  container: 'NX_AZURE_CACHE_CONTAINER',
  accountName: 'NX_AZURE_CACHE_ACCOUNT_NAME',
  endpoint: 'NX_AZURE_CACHE_ENDPOINT',
  prefix: 'NX_AZURE_CACHE_PREFIX',
} as const;

/** The keys that are true or false. They do not switch the cache on by themselves. `runs` is a former name. */
export const switches = { recordRuns: 'NX_AZURE_CACHE_RECORD_RUNS', runs: 'NX_AZURE_CACHE_RUNS' } as const;

/** A key or a variable that was renamed. It still counts if the current name is not set. */
export interface FormerName {
  readonly former: string;
  readonly current: string;
}

/** Finds the former names that a workspace and its environment use. */
export function findFormerNames(azure: unknown, env: Environment): FormerName[] {
  const isInFile = Object.hasOwn(Object(azure) as object, 'runs');
  const isInEnvironment = readVariable(env, switches.runs) !== undefined;
  return [
    ...(isInFile ? [{ former: 'azure.runs in nx.json', current: 'azure.recordRuns' }] : []),
    ...(isInEnvironment ? [{ former: switches.runs, current: switches.recordRuns }] : []),
  ];
}

/** Whether the remote cache is configured; if not, the package is off and prints nothing. */
export function isConfigured(azure: unknown, env: Environment): boolean {
  return (
    azure !== undefined || Object.values(variables).some((name) => readVariable(env, name) !== undefined)
  );
}

/** The private key that licenses are signed with; only the issuer has it. */
export const licenseKeyVariable = 'NX_AZURE_CACHE_LICENSE_KEY';

/** The variables that a license may be in, in the order in which they are read. */
export const licenseVariables = ['NX_POWERPACK_LICENSE', 'NX_KEY'] as const;
