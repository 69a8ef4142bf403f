import { readVariable, type Environment } from './environment.js';

/** Where the right to use the account comes from. The values are secrets. */
export type CredentialSource =
  | { readonly kind: 'connection-string'; readonly value: string }
  | { readonly kind: 'sas'; readonly value: string }
  | { readonly kind: 'key'; readonly value: string }
  | { readonly kind: 'default' };

/** The first that the environment names: connection string, SAS, account key, else `DefaultAzureCredential`. */
export function resolveCredentialSource(env: Environment): CredentialSource {
  return (
    named('connection-string', readVariable(env, 'AZURE_STORAGE_CONNECTION_STRING')) ??
    named('sas', readVariable(env, 'AZURE_STORAGE_SAS_TOKEN')) ??
    named('key', readVariable(env, 'AZURE_STORAGE_KEY')) ?? { kind: 'default' }
  );
}

function named(kind: 'connection-string' | 'sas' | 'key', value: string | undefined) {
  return value === undefined ? undefined : ({ kind, value } as const);
}
