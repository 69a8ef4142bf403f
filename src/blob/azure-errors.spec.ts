import { RestError } from '@azure/storage-blob';
import { describe, expect, test } from 'vitest';

import { CacheError, type FaultKind } from '../errors.js';
import { readFailure, toCacheError, type RequestContext } from './azure-errors.js';

const reading: RequestContext = {
  operation: 'read',
  account: 'acme.blob.core.windows.net',
  container: 'cache',
};
const writing: RequestContext = { ...reading, operation: 'write' };

type Row = [
  statusCode: number | undefined,
  code: string | undefined,
  kind: FaultKind,
  retryable: boolean,
  advice: string,
];

const table: Row[] = [
  [404, 'ContainerNotFound', 'container', false, 'container "cache" does not exist in acme'],
  [404, 'ContainerNotFound', 'container', false, 'az storage container create'],
  [409, 'ContainerBeingDeleted', 'container', false, 'azure.container in nx.json'],
  [409, 'ContainerDisabled', 'container', false, 'container "cache"'],
  [403, 'AccountIsDisabled', 'container', false, 'acme.blob.core.windows.net is disabled'],
  [403, 'AuthorizationPermissionMismatch', 'permission', false, 'the role "Storage Blob Data Reader"'],
  [403, 'InsufficientAccountPermissions', 'permission', false, 'does not allow any read requests'],
  [403, 'AuthorizationFailure', 'permission', false, 'networking settings'],
  [403, 'AuthorizationSourceIPMismatch', 'permission', false, 'the SAS (sip) allows requests to acme'],
  [403, 'AuthorizationProtocolMismatch', 'permission', false, 'the SAS (spr) allows requests to acme'],
  [403, 'AuthorizationServiceMismatch', 'permission', false, 'create a new SAS with ss=b'],
  [403, 'AuthorizationResourceTypeMismatch', 'permission', false, 'for the account with srt=co'],
  [403, 'AuthenticationFailed', 'credential', false, 'that the key or SAS is correct'],
  [401, 'InvalidAuthenticationInfo', 'credential', false, "this machine's clock"],
  [401, 'NoAuthenticationInformation', 'credential', false, 'did not accept the credential'],
  [403, 'KeyBasedAuthenticationNotPermitted', 'credential', false, 'sign in with Entra ID'],
  [503, 'ServerBusy', 'throttled', true, 'throttling'],
  [500, 'OperationTimedOut', 'timeout', true, 'did not answer in time'],
  [500, 'InternalError', 'service', true, 'a server error'],
  [416, 'InvalidRange', 'damaged', false, 'has no body'],
  [404, 'BlobNotFound', 'damaged', false, 'deleted or replaced while it was read'],
  [412, 'ConditionNotMet', 'damaged', false, 'deleted or replaced while it was read'],
  // Azure's, but not in the table; and answers of a proxy, which have no code.
  [400, 'InvalidHeaderValue', 'rejected', false, '(Azure Stack Hub does not)'],
  [400, 'InvalidVersion', 'rejected', false, '(400 InvalidVersion)'],
  [409, 'BlobArchived', 'rejected', false, 'the archive tier'],
  [409, 'PublicAccessNotPermitted', 'credential', false, 'without a credential'],
  [404, 'ResourceNotFound', 'container', false, 'that this credential can see'],
  [400, 'AccountRequiresHttps', 'rejected', false, 'accepts HTTPS only'],
  [400, 'TlsVersionNotPermitted', 'rejected', false, 'does not accept this version of TLS'],
  [412, 'LeaseIdMissing', 'rejected', false, 'cannot be changed, because of a lease'],
  [404, 'SomethingNew', 'rejected', false, 'refused the request; look the code up at https://'],
  [413, undefined, 'rejected', false, 'or a proxy on the way, accepts (413)'],
  [302, undefined, 'rejected', false, 'did not come from Azure Storage; check azure.endpoint'],
  [
    403,
    'SomethingNew',
    'permission',
    false,
    'Azure refused to read container "cache" in acme.blob.core.windows.net',
  ],
  [403, 'SomethingNew', 'permission', false, 'check the policies and networking settings of the account'],
  [403, 'SomethingNew', 'permission', false, '(403 SomethingNew)'],
  [500, 'SomethingNew', 'service', true, 'a server error (500 SomethingNew)'],
  [401, undefined, 'credential', false, 'did not accept the credential'],
  [403, undefined, 'permission', false, 'without an Azure error code; check the proxy'],
  [404, undefined, 'rejected', false, 'did not come from Azure Storage; check azure.endpoint'],
  [407, undefined, 'network', false, 'HTTPS_PROXY'],
  [408, undefined, 'timeout', true, 'did not answer in time'],
  [429, undefined, 'throttled', true, 'throttling'],
  [500, undefined, 'service', true, 'a server error'],
  [502, undefined, 'service', true, 'a server error (502)'], // nrwl/nx#36107
  [503, undefined, 'throttled', true, 'throttling'],
  [504, undefined, 'timeout', true, 'did not answer in time'],
  [418, undefined, 'rejected', false, 'refused the request'],
  // Node's.
  [undefined, 'ECONNREFUSED', 'network', true, 'could not be reached (ECONNREFUSED)'],
  [undefined, 'ECONNRESET', 'network', true, 'could not be reached'],
  [undefined, 'EPIPE', 'network', true, 'could not be reached'],
  [undefined, 'EAI_AGAIN', 'network', true, 'could not be reached'],
  [undefined, 'ETIMEDOUT', 'timeout', true, 'did not answer in time'],
  [undefined, 'ENOTFOUND', 'network', false, 'check azure.accountName'],
  [undefined, 'SELF_SIGNED_CERT_IN_CHAIN', 'network', false, 'NODE_EXTRA_CA_CERTS'], // nrwl/nx#32234
  [undefined, 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'network', false, 'NODE_EXTRA_CA_CERTS'],
  [undefined, 'CERT_HAS_EXPIRED', 'network', false, 'NODE_EXTRA_CA_CERTS'],
  [undefined, 'REQUEST_SEND_ERROR', 'network', true, 'could not be reached (REQUEST_SEND_ERROR)'],
  [
    undefined,
    undefined,
    'internal',
    false,
    'internal error in nx-azure-cache: the request could not be built; report it at https://',
  ],
];

test.each(table)('%s %s: %s, retryable %s, "%s"', (...row) => {
  const [statusCode, code, kind, retryable, advice] = row;
  const error = toCacheError({ statusCode, code }, reading);
  expect(error).toMatchObject({ name: 'CacheError', kind, retryable, expected: false });
  expect(error.message).toContain(advice);
});

describe('a refused write', () => {
  const { message } = toCacheError({ statusCode: 403, code: 'AuthorizationPermissionMismatch' }, writing);

  test('names the role that is missing, and where', () => {
    expect(message).toContain('not allowed to write to container "cache" in acme.blob.core.windows.net');
    expect(message).toContain('"Storage Blob Data Contributor"');
  });

  test('says how to silence it', () => {
    expect(message).toContain('azure.localMode to "read-only"');
  });
});

test.each([
  ['list', 'not allowed to list container "cache"', 'Storage Blob Data Reader'],
  ['delete', 'not allowed to delete from container "cache"', 'Storage Blob Data Contributor'],
] as const)('a refused %s names the role that is missing', (operation, message, role) => {
  const refusal = { statusCode: 403, code: 'AuthorizationPermissionMismatch' };
  const error = toCacheError(refusal, { ...reading, operation });
  expect(error.message).toContain(message);
  expect(error.message).toContain(`"${role}"`);
  expect(error.message).not.toContain('read-only');
});

describe('what the SDK throws is read by its data, never by its class (nrwl/nx#31134)', () => {
  const headers = { get: (name: string) => ({ 'x-ms-error-code': 'ContainerNotFound' })[name] };

  test.each<[string, unknown]>([
    ['a RestError', new RestError('x', { statusCode: 404, code: 'ContainerNotFound' })],
    ['a plain object', { statusCode: 404, code: 'ContainerNotFound' }],
    [
      'an error of another copy of the SDK',
      Object.assign(new Error('x'), { statusCode: 404, response: { headers } }),
    ],
    [
      'a header that knows better than the code',
      { statusCode: 404, code: 'RestError', response: { headers } },
    ],
  ])('%s', (_, error) => {
    expect(toCacheError(error, reading)).toMatchObject({ kind: 'container', cause: error });
  });

  test.each([undefined, null, 'text', 5, {}, new Error('x')])('%s says nothing', (error) => {
    expect(readFailure(error)).toEqual({ statusCode: undefined, code: undefined, retryAfter: undefined });
    expect(toCacheError(error, reading)).toMatchObject({ kind: 'internal', retryable: false });
  });

  test.each(['constructor', 'toString', '__proto__'])('a code named %s is no entry of the table', (code) => {
    expect(toCacheError({ statusCode: 400, code }, reading).kind).toBe('rejected');
  });
});

test('a 403 with an unknown code is not taken for a missing role', () => {
  const refusal = { statusCode: 403, code: 'SomethingNew' };
  for (const operation of ['read', 'write', 'replace', 'list', 'delete'] as const)
    expect(toCacheError(refusal, { ...reading, operation }).message).not.toContain('Storage Blob Data');
  expect(toCacheError(refusal, { ...reading, operation: 'replace' })).toMatchObject({ concerns: 'blob' });
});

test('a CacheError stays as it is', () => {
  const error = new CacheError('damaged', { kind: 'damaged', retryable: true });
  expect(toCacheError(error, reading)).toBe(error);
});

test.each([
  ['7', 7000],
  ['0', undefined],
  ['-1', undefined],
  ['Wed, 21 Oct 2026 07:28:00 GMT', undefined],
  [undefined, undefined],
])('Retry-After: %s is %s ms', (value, expected) => {
  const headers = { get: (name: string) => (name === 'retry-after' ? value : undefined) };
  const error = toCacheError({ statusCode: 503, response: { headers } }, reading);
  expect(error.retryAfter).toBe(expected);
});

test('what the SDK says is not repeated: its messages hold URLs, and those a SAS', () => {
  const cause = new RestError('GET https://acme.example/cache/1?sig=SECRET', { statusCode: 403 });
  expect(toCacheError(cause, reading).message).not.toContain('SECRET');
});

describe('401 for a token of Entra ID', () => {
  const [one, two] = ['11111111-0000-0000-0000-000000000001', '22222222-0000-0000-0000-000000000002'];
  const tokenOf = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;
  const refused = (token: string, challenge?: string) => {
    const headers = (values: Record<string, string | undefined>) => ({ get: (name: string) => values[name] });
    return toCacheError(
      {
        statusCode: 401,
        response: {
          request: { headers: headers({ authorization: `Bearer ${token}` }) },
          headers: headers({ 'x-ms-error-code': 'InvalidAuthenticationInfo', 'www-authenticate': challenge }),
        },
      },
      reading,
    );
  };
  const challenge = `Bearer authorization_uri=https://login.microsoftonline.com/${two}/oauth2/authorize`;

  test.each([
    [
      'of another tenant names both',
      { tid: one, aud: 'https://storage.azure.com' },
      challenge,
      `is from tenant ${one}, and the storage account belongs to tenant ${two}; run az login --tenant ${two}`,
    ],
    [
      'of the right tenant was revoked',
      { tid: two, aud: 'https://storage.azure.com/' },
      challenge,
      'which was revoked',
    ],
    [
      'without a challenge',
      { tid: one },
      undefined,
      "sign in again (az login, azure/login), and check this machine's clock",
    ],
    [
      'of one account',
      { tid: two, aud: 'https://acme.blob.core.windows.net' },
      challenge,
      'which was revoked',
    ],
    [
      'for something else',
      { tid: one, aud: 'https://graph.microsoft.com' },
      challenge,
      'which is for https://graph',
    ],
  ])('%s', (_, claims, header, advice) => {
    const { kind, message, retryable } = refused(tokenOf(claims), header);
    expect({ kind, retryable }).toEqual({ kind: 'credential', retryable: false });
    expect(message).toContain(advice);
    expect(message).not.toMatch(/\bkey\b|\bSAS\b|e30|[{}]/);
  });

  test('that is opaque', () => {
    expect(refused('opaque', challenge).message).toContain(
      `from another tenant, and the storage account belongs to tenant ${two}`,
    );
  });
});
