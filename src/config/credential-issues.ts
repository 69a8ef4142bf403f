import type { ConfigIssue } from '../errors.js';
import { isAccountKey, parseConnectionString } from './connection-string.js';
import type { CredentialSource } from './credential-source.js';
import { isNamed, misnamed } from './misnamed.js';
import { sasProblem } from './sas-problem.js';

/**
 * Reports a credential that Azure can only refuse, before any request is sent. The issue never contains the credential itself.
 *
 * @param path the variable of the credential
 * @param endpoint of the blob service, if configured
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
  sas: 'a SAS for blobs, whole and without quotes: everything after the "?" of a SAS URL',
  key: 'a key of a storage account, without quotes: 88 characters of base64, as shown on its "Access keys" page',
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
  // In base64 only "=" follows "=".
  return isNamed(text, /^[^=]/) ? misnamed : 'one that is cut or changed';
}
