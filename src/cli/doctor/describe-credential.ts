import { parseConnectionString } from '../../blob/connection-string.js';
import type { CredentialSource } from '../../config/credential-source.js';
import type { Config } from '../../config/resolve-config.js';

/** What kind of right a credential gives. Holds no secret. */
export type CredentialKind =
  | { readonly kind: 'key' }
  | { readonly kind: 'entra' }
  | {
      readonly kind: 'sas';
      /** letters; undefined where the container's access policy says them */
      readonly permissions: string | undefined;
      /** undefined where the container's access policy says it */
      readonly expires: Date | undefined;
    };

/** A credential as the user knows it. */
export interface CredentialDescription {
  /** undefined for one that is none */
  readonly right: CredentialKind | undefined;
  /** the variable that has it, or `DefaultAzureCredential` */
  readonly source: string;
  /** e.g. `the SAS in AZURE_STORAGE_SAS_TOKEN` */
  readonly name: string;
}

/** Says what a credential is and where it comes from. */
export function describeCredential(credential: CredentialSource, { trust }: Config): CredentialDescription {
  const source = credential === trust?.untrustedCredential ? untrustedSasVariable : sources[credential.kind];
  const right = rightOf(credential);
  return { source, right, name: `${nouns[right?.kind ?? 'sas']} ${source}` };
}

const nouns = { key: 'the account key in', sas: 'the SAS in', entra: 'the Entra identity of' };

export const untrustedSasVariable = 'NX_AZURE_CACHE_UNTRUSTED_SAS_TOKEN';

const sources = {
  'connection-string': 'AZURE_STORAGE_CONNECTION_STRING',
  sas: 'AZURE_STORAGE_SAS_TOKEN',
  key: 'AZURE_STORAGE_KEY',
  default: 'DefaultAzureCredential',
};

function rightOf(credential: CredentialSource): CredentialKind | undefined {
  switch (credential.kind) {
    case 'default':
      return { kind: 'entra' };
    case 'key':
      return { kind: 'key' };
    case 'sas':
      return sasOf(credential.value);
    case 'connection-string': {
      const right = parseConnectionString(credential.value)?.right;
      return right && ('sas' in right ? sasOf(right.sas) : { kind: 'key' });
    }
  }
}

/** `sv=2023-11-03&sp=r&se=2025-12-01T00%3A00%3A00Z&sr=c&sig=…` */
function sasOf(token: string): CredentialKind | undefined {
  const fields = new URLSearchParams(token);
  if (!fields.has('sig')) return undefined;
  const expires = new Date(fields.get('se') ?? '');
  return {
    kind: 'sas',
    permissions: fields.get('sp') ?? undefined,
    expires: Number.isNaN(expires.getTime()) ? undefined : expires,
  };
}
