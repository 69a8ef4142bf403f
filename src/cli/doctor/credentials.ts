import { parseConnectionString } from '../../config/connection-string.js';
import {
  credentialVariables,
  untrustedSasVariable,
  type CredentialSource,
} from '../../config/credential-source.js';
import type { Config } from '../../config/resolve-config.js';
import { parseSas, type Sas } from '../../config/sas.js';
import { docsPage } from '../../docs-page.js';

/** What kind of credential it is. Holds no secret. */
export type CredentialKind =
  { readonly kind: 'key' } | { readonly kind: 'entra' } | ({ readonly kind: 'sas' } & Sas);

/** A credential as the user knows it. */
export interface CredentialDescription {
  readonly right: CredentialKind;
  /** the variable that holds it, or `DefaultAzureCredential` */
  readonly source: string;
  /** e.g. `the SAS in AZURE_STORAGE_SAS_TOKEN` */
  readonly name: string;
}

/** Describes a credential and where it comes from. */
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

/** What a credential should allow in a container, and no more. */
export type Aim = 'read' | 'write' | 'write, not delete';

/** How to give a credential exactly those rights. */
export function credentialFix(aim: Aim, { source, right }: CredentialDescription, container: string): string {
  // This SAS has no business in the container of trusted artifacts.
  if (source === untrustedSasVariable && aim === 'read')
    return `replace the SAS in ${source} with one for its own container only, not for the account`;
  return fixes[right.kind][aim](source, container);
}

type Fix = (source: string, container: string) => string;

const newSas =
  (permissions: string): Fix =>
  (source, container) =>
    `create a new SAS for container "${container}" with ${permissions === 'r' ? 'permission' : 'permissions'} ${permissions} only, ` +
    `and put it into ${source} (az storage container generate-sas --account-name <account> ` +
    `--name ${container} --permissions ${permissions} --expiry <date>)`;

const fixes: Record<CredentialKind['kind'], Record<Aim, Fix>> = {
  sas: { read: newSas('r'), write: newSas('rcw'), 'write, not delete': newSas('rcw') },
  key: {
    read: (source, container) =>
      `remove ${source} from untrusted runs: an account key cannot be limited. ` +
      `Use a SAS with permission r, or an identity with the role Storage Blob Data Reader on container "${container}"`,
    write: () => 'check the container for an immutability policy: an account key has all other rights',
    'write, not delete': (source) =>
      `replace ${source} with a SAS with permissions rcw, or with an identity: an account key cannot be limited (${docsPage('infrastructure.md')})`,
  },
  entra: {
    read: (_, container) =>
      `remove the role that allows it (Storage Blob Data Contributor or Owner, on container "${container}" or above) ` +
      'from this identity, and assign Storage Blob Data Reader instead; to list its roles: ' +
      'az role assignment list --include-inherited --assignee <object id> --scope <container id>',
    write: (_, container) =>
      `assign this identity a role that can write to container "${container}", for example Storage Blob Data Contributor`,
    'write, not delete': (_, container) =>
      `replace Storage Blob Data Contributor on container "${container}" with a role that cannot delete (${docsPage('infrastructure.md')})`,
  },
};
