import { docsPage } from '../../docs-page.js';
import type { JsonObject } from '../../nx/json.js';

/** An option of a runner that is a secret → the variable that this package reads it from. */
const variables: Readonly<Record<string, string>> = {
  accountKey: 'AZURE_STORAGE_KEY',
  connectionString: 'AZURE_STORAGE_CONNECTION_STRING',
  sasUrl: 'AZURE_STORAGE_SAS_TOKEN (the part after the "?")',
};

/** Whether the value of an option is a secret; a package such as `@nx/key` is not. */
const isSecretOption = (name: string): boolean =>
  /^[^/]*(key$|secret|token|password|connectionString|sasUrl)/i.test(name) && !/publicKey$/i.test(name);

/** Advises what to do about each secret among the options of a runner. It does not print the value. */
export function adviseOnSecrets(options: JsonObject): string[] {
  return Object.keys(options)
    .filter((name) => isSecretOption(name) && options[name] !== '')
    .map((name) => `Renew "${name}": it is in the git history of nx.json. ${replacement(name)}`);
}

function replacement(name: string): string {
  const variable = variables[name];
  if (variable === undefined) return 'Revoke it in the service that issued it.';
  return `Revoke it in Azure and put the new one in the variable ${variable}, or sign in without a secret (${docsPage('credentials.md')}).`;
}

const keyAndValue = /"((?:[^"\\]|\\.)*)"(\s*:\s*)"(?:[^"\\]|\\.)*"/g;
const sas = /([?&;]sig=)[^"&;\s]+/gi;
const accountKey = /(AccountKey=)[^;"\s]+/gi;
const base64 = /[A-Za-z0-9+/]{40,}={1,2}/g;

/** Removes from a JSON text, and from its comments, what is or looks like a secret. */
export function redact(text: string): string {
  return text
    .replace(keyAndValue, (all, key: string, colon: string) =>
      isSecretOption(key) ? `"${key}"${colon}"[redacted]"` : all,
    )
    .replace(sas, '$1[redacted]')
    .replace(accountKey, '$1[redacted]')
    .replace(base64, '[redacted]');
}
