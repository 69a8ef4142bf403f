import { parseConnectionString } from '../../config/connection-string.js';
import {
  credentialVariables,
  untrustedSasVariable,
  type CredentialSource,
} from '../../config/credential-source.js';
import type { Config } from '../../config/resolve-config.js';
import { parseSas, type Sas } from '../../config/sas.js';

/** What kind of right a credential gives. Holds no secret. */
export type CredentialKind =
  { readonly kind: 'key' } | { readonly kind: 'entra' } | ({ readonly kind: 'sas' } & Sas);

/** A credential as the user knows it. */
export interface CredentialDescription {
  readonly right: CredentialKind;
  /** the variable that has it, or `DefaultAzureCredential` */
  readonly source: string;
  /** e.g. `the SAS in AZURE_STORAGE_SAS_TOKEN` */
  readonly name: string;
}

/** Says what a credential is and where it comes from. */
export function describeCredential(credential: CredentialSource, { trust }: Config): CredentialDescription {
  const source = credential === trust?.untrustedCredential ? untrustedSasVariable : sources[credential.kind];
  const right = rightOf(credential);
  return { source, right, name: `${nouns[right.kind]} ${source}` };
}

const nouns = { key: 'the account key in', sas: 'the SAS in', entra: 'the Entra identity of' };
const sources = { ...credentialVariables, default: 'DefaultAzureCredential' };

function rightOf(credential: CredentialSource): CredentialKind {
  switch (credential.kind) {
    case 'default':
      return { kind: 'entra' };
    case 'key':
      return { kind: 'key' };
    case 'sas':
      return { kind: 'sas', ...parseSas(credential.value.replace(/^\?/, '')) };
    case 'connection-string': {
      const connection = parseConnectionString(credential.value);
      const isSas = 'credential' in connection && 'sas' in connection.credential;
      return isSas ? { kind: 'sas', ...parseSas(connection.credential.sas) } : { kind: 'key' };
    }
  }
}
