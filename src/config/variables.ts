import { readVariable, type Environment } from './environment.js';

/** Every scalar of the `azure` key can be given by the environment, which wins. */
export const variables = {
  container: 'NX_AZURE_CACHE_CONTAINER',
  accountName: 'NX_AZURE_CACHE_ACCOUNT_NAME',
  endpoint: 'NX_AZURE_CACHE_ENDPOINT',
  prefix: 'NX_AZURE_CACHE_PREFIX',
} as const;

/** The keys that are true or false. By themselves they ask for nothing. */
export const switches = { runs: 'NX_AZURE_CACHE_RUNS' } as const;

/** Whether anything asks for the remote cache; if not, the package is silent and off. */
export function isConfigured(azure: unknown, env: Environment): boolean {
  return (
    azure !== undefined || Object.values(variables).some((name) => readVariable(env, name) !== undefined)
  );
}
