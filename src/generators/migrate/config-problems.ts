import { resolveConfig } from '../../config/resolve-config.js';
import { ConfigError, type ConfigIssue } from '../../errors.js';

/** What is wrong with an `azure` block, as a run would see it, each as something to do. */
export function findConfigProblems(azure: unknown): string[] {
  try {
    resolveConfig(azure, {});
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.issues.map(toStep);
  }
}

function toStep({ path, expected, given }: ConfigIssue): string {
  if (path === 'nx.json azure.accountName' && given === 'nothing')
    return `Add azure.accountName to nx.json, unless ${namesIt} names the account wherever the cache is used.`;
  if (given === 'an unknown key')
    return `Take ${path} out: this package has no such key, and is off until then.`;
  return `Correct ${path}: expected ${expected}, got ${given}. The cache is off until then.`;
}

const namesIt = 'AZURE_STORAGE_CONNECTION_STRING or NX_AZURE_CACHE_ACCOUNT_NAME';
