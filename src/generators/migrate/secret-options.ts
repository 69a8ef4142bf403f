import { docsPage } from '../../docs-page.js';
import type { JsonObject } from '../../nx/json.js';

/** An option of a runner that is a secret → the variable that this package reads it from. */
const variables: Readonly<Record<string, string>> = {
  accountKey: 'AZURE_STORAGE_KEY',
  connectionString: 'AZURE_STORAGE_CONNECTION_STRING',
  sasUrl: 'AZURE_STORAGE_SAS_TOKEN (what follows the "?")',
};

/** Whether nobody should read an option's value in a repository; packages such as `@nx/key` are none. */
export const isSecretOption = (name: string): boolean =>
  /^[^/]*(key$|secret|token|password|connectionString|sasUrl)/i.test(name) && !/publicKey$/i.test(name);

/** What to do about each secret among the options of a runner that is gone; its value is in none of it. */
export function adviseOnSecrets(options: JsonObject): string[] {
  return Object.keys(options)
    .filter((name) => isSecretOption(name) && options[name] !== '')
    .map((name) => `Renew "${name}": it was in nx.json and stays in its history. ${replacement(name)}`);
}

function replacement(name: string): string {
  const variable = variables[name];
  if (variable === undefined) return 'Revoke it where it was made.';
  return `Revoke it in Azure, and put the new one into the variable ${variable}; or use neither and sign in (${docsPage('credentials.md')}).`;
}
