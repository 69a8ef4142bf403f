import { untrustedSasVariable } from '../../config/credential-source.js';
import { docsPage } from '../../docs-page.js';
import type { CredentialDescription, CredentialKind } from './describe-credential.js';

/** What a credential is to be able to do in a container, and no more. */
export type Aim = 'read' | 'write' | 'write, not delete';

/** How to make a credential one that can do just that. */
export function credentialFix(aim: Aim, { source, right }: CredentialDescription, container: string): string {
  // Where trusted artifacts are, that one has no business at all.
  if (source === untrustedSasVariable && aim === 'read')
    return `make the SAS in ${source} anew for its own container alone, not for the account`;
  return fixes[right.kind][aim](source, container, right);
}

type Fix = (source: string, container: string, right: CredentialKind) => string;

const fixes: Record<CredentialKind['kind'], Record<Aim, Fix>> = {
  key: {
    read: (source, container) =>
      `take ${source} away from runs that are not trusted: an account key cannot be limited. ` +
      `Give them a SAS with "r", or an identity with Storage Blob Data Reader on container "${container}"`,
    write: (source) =>
      `${source} is refused although a key may do everything: look for an immutability policy`,
    'write, not delete': (source) =>
      `replace ${source}, which cannot be limited, by a SAS with "rcw" or an identity (${docsPage('infrastructure.md')})`,
  },
  sas: {
    read: (source, container, right) =>
      `make the SAS in ${source} anew for container "${container}" with "r" alone${without(right, 'rl')}`,
    write: (source, container) => `make the SAS in ${source} anew for container "${container}" with "rcw"`,
    'write, not delete': (source, container, right) =>
      `make the SAS in ${source} anew for container "${container}" with "rcw"${without(right, 'rcwl')}`,
  },
  entra: {
    read: (_, container) =>
      `take the role that allows it (Storage Blob Data Contributor or Owner, on container "${container}" or above) ` +
      'from this identity, and give it Storage Blob Data Reader there; ' +
      'az role assignment list --include-inherited --assignee <its id> --scope <the container> shows them',
    write: (_, container) =>
      `give this identity a role that may write on container "${container}", e.g. Storage Blob Data Contributor`,
    'write, not delete': (_, container) =>
      `give this identity a role that cannot delete on container "${container}" (${docsPage('infrastructure.md')}) ` +
      'in the place of Storage Blob Data Contributor',
  },
};

/** `, without c, w, d` */
function without(right: CredentialKind, needed: string): string {
  const given = right.kind === 'sas' ? (right.permissions ?? '') : '';
  const letters = given.split('').filter((letter) => !needed.includes(letter));
  return letters.length === 0 ? '' : `, without ${letters.join(', ')}`;
}
