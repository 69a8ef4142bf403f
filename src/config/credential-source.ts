import { readVariable, type Environment } from './environment.js';

/** The credential for the storage account. The values are secrets. */
export type CredentialSource =
  | { readonly kind: 'connection-string'; readonly value: string }
  | { readonly kind: 'sas'; readonly value: string }
  | { readonly kind: 'key'; readonly value: string }
  | { readonly kind: 'default' };

/** The variable of each kind of credential. */
export const credentialVariables = {
  'connection-string': 'AZURE_STORAGE_CONNECTION_STRING',
  sas: 'AZURE_STORAGE_SAS_TOKEN',
  key: 'AZURE_STORAGE_KEY',
} as const;

/** For the container of untrusted runs alone. */
export const untrustedSasVariable = 'NX_AZURE_CACHE_UNTRUSTED_SAS_TOKEN';

/** The first that the environment names: connection string, SAS, account key, else `DefaultAzureCredential`. */
export function resolveCredentialSource(env: Environment): CredentialSource {
  return named('connection-string', env) ?? named('sas', env) ?? named('key', env) ?? { kind: 'default' };
}

function named(kind: keyof typeof credentialVariables, env: Environment): CredentialSource | undefined {
  const value = readVariable(env, credentialVariables[kind]);
  return value === undefined ? undefined : { kind, value };
}
