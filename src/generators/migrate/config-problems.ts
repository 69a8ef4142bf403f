import { resolveConfig } from '../../config/resolve-config.js';
import { ConfigError } from '../../errors.js';

/** What is wrong with an `azure` block, as a run would see it, each as something to do. */
export function findConfigProblems(azure: unknown): string[] {
  try {
    resolveConfig(azure, {});
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.issues.map(({ path, expected, given }) =>
      path === accountName && given === 'nothing'
        ? `Add azure.accountName to nx.json, unless ${namesIt} names the account wherever the cache is used.`
        : `Correct ${path}: expected ${expected}, got ${given}. The cache is off until then.`,
    );
  }
}

const accountName = 'nx.json azure.accountName';
const namesIt = 'AZURE_STORAGE_CONNECTION_STRING or NX_AZURE_CACHE_ACCOUNT_NAME';
