import type { ConfigIssue } from '../errors.js';
import { isAccountKey } from './account-key.js';
import { parseConnectionString } from './connection-string.js';
import type { CredentialSource } from './credential-source.js';
import { isNamed, misnamed } from './misnamed.js';
import { sasProblem } from './sas-problem.js';

/**
 * An issue for a credential that cannot be one, before a request is sent with it. Never has the credential itself.
 *
 * @param path the variable that it is in
 * @param endpoint of the blob service, where the configuration names one
 */
export function credentialIssues(
  credential: CredentialSource,
  path: string,
  endpoint?: string,
): ConfigIssue[] {
  const given = problemOf(credential, endpoint);
  return given === undefined ? [] : [{ path, expected: expected[credential.kind], given }];
}

const expected = {
  'connection-string':
    'a connection string of a storage account, copied whole from the "Access keys" page of the account',
  sas: 'a SAS for blobs, whole and without quotes, from "sv=" or what else comes first after the "?" of a SAS URL up to its end',
  key: 'a key of a storage account, without quotes: 88 characters of base64, as its "Access keys" page has it',
  default: '',
};

function problemOf(credential: CredentialSource, endpoint: string | undefined): string | undefined {
  switch (credential.kind) {
    case 'connection-string': {
      const connection = parseConnectionString(credential.value);
      return 'problem' in connection ? connection.problem : undefined;
    }
    case 'sas':
      return sasProblem(credential.value);
    case 'key':
      return isAccountKey(credential.value, endpoint) ? undefined : keyProblem(credential.value);
    case 'default':
      return undefined;
  }
}

function keyProblem(text: string): string {
  if (/^["'`]/.test(text)) return 'one in quotes';
  if (/(^|;)(AccountKey|AccountName)=/i.test(text)) return 'a connection string';
  if (/(^|[?&])sig=/.test(text)) return 'a SAS';
  // In base64 only "=" comes after "=".
  return isNamed(text, /^[^=]/) ? misnamed : 'one that is cut or changed';
}
