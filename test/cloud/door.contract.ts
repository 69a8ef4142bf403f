import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startAzurite, type Azurite } from '../support/azurite.js';
import { createAuthorizer } from './authorize.js';
import { createDoor, type Door } from './door.js';
import { mintToken, type TokenClaims } from './token.js';

const tenant = '6f4b3c1a-0000-4000-8000-000000000001';
const account = { name: 'acmenxcache', tenant, allowsKeys: false, allowsPublicAccess: false };
const blobs = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs';
const grant = (objectId: string, ...verbs: readonly string[]) => ({
  objectId,
  container: 'cache',
  dataActions: verbs.map((verb) => `${blobs}/${verb}`),
});
const authorizer = createAuthorizer([
  grant('reader', 'read'),
  grant('creator', 'read', 'add/action'),
  grant('owner', '*'),
  grant('group', 'read', 'write'),
]);

let azurite: Azurite;
let door: Door;
let server: Server;
let url: string;

beforeAll(async () => {
  azurite = await startAzurite();
  await azurite.createContainer('cache');
  door = createDoor({ azurite: azurite.url, account, authorizer });
  server = createServer(door.handle).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  door.close();
  await azurite.close();
});

const claims: TokenClaims = {
  tid: tenant,
  oid: 'owner',
  appid: 'app',
  idtyp: 'app',
  aud: 'https://storage.azure.com',
  iss: `https://sts.windows.net/${tenant}/`,
  exp: Math.floor(Date.now() / 1000) + 3600,
};
const bearer = (changed: Partial<TokenClaims> = {}) => ({
  authorization: `Bearer ${mintToken({ ...claims, ...changed })}`,
});

/** e.g. `403 AuthorizationPermissionMismatch`, or `201` */
async function ask(method: string, path: string, headers: Record<string, string> = {}, body?: string) {
  const type: Record<string, string> = method === 'PUT' ? { 'x-ms-blob-type': 'BlockBlob' } : {};
  const common = { 'x-ms-version': '2023-11-03', ...type, ...headers };
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: common,
    ...(body === undefined ? {} : { body }),
  });
  const code = answer.headers.get('x-ms-error-code');
  return { answer, said: [answer.status, code].filter((part) => part !== null).join(' ') };
}
const said = async (...args: Parameters<typeof ask>) => (await ask(...args)).said;

describe('the door authenticates a request:', () => {
  test.each<[string, Partial<TokenClaims>]>([
    ['of another tenant', { tid: '6f4b3c1a-0000-4000-8000-000000000002' }],
    ['for another service', { aud: 'https://management.azure.com' }],
    ['for another account', { aud: 'https://other.blob.core.windows.net' }],
    ['that has expired', { exp: Math.floor(Date.now() / 1000) - 1 }],
  ])('a token %s is 401, with the tenant to ask', async (_, changed) => {
    const { answer, said } = await ask('GET', '/cache/a', bearer(changed));
    expect(said).toBe('401 InvalidAuthenticationInfo');
    expect(answer.headers.get('www-authenticate')).toBe(
      `Bearer authorization_uri=https://login.microsoftonline.com/${tenant}/oauth2/authorize resource_id=https://storage.azure.com`,
    );
  });

  test('an authorization without a valid token is 401', async () => {
    for (const authorization of ['Bearer a.b.c', 'Bearer x', 'Basic x'])
      expect(await said('GET', '/cache/a', { authorization })).toBe('401 InvalidAuthenticationInfo');
  });

  test("a token for the account's own address, or with a slash, is accepted", async () => {
    for (const aud of ['https://acmenxcache.blob.core.windows.net', 'https://storage.azure.com/'])
      expect(await said('GET', '/cache/absent', bearer({ aud }))).toBe('404 BlobNotFound');
  });

  test('keys and SAS tokens are not permitted', async () => {
    const refused = '403 KeyBasedAuthenticationNotPermitted';
    expect(await said('GET', '/cache/a', { authorization: 'SharedKey acmenxcache:c2ln' })).toBe(refused);
    expect(await said('GET', '/cache/a?sv=2023-11-03&sp=r&sig=c2ln')).toBe(refused);
  });

  test('an anonymous request reads nothing, and learns where to sign in for other operations', async () => {
    expect(await said('GET', '/cache/a')).toBe('409 PublicAccessNotPermitted');
    expect(await said('GET', '/cache?restype=container&comp=list')).toBe('409 PublicAccessNotPermitted');
    const { answer, said: list } = await ask('GET', '/?comp=list');
    expect(list).toBe('401 NoAuthenticationInformation');
    expect(answer.headers.get('www-authenticate')).toContain(tenant);
    expect(await said('PUT', '/cache/a', {}, 'body')).toBe('401 NoAuthenticationInformation');
    expect(await said('GET', '/?comp=list', { 'x-ms-version': '2017-11-09' })).toBe('404 ResourceNotFound');
  });
});

describe('the door authorizes a request:', () => {
  const refused = '403 AuthorizationPermissionMismatch';

  test('a right to create is enough for a missing blob', async () => {
    const creator = bearer({ oid: 'creator' });
    expect(await said('PUT', '/cache/made', creator, 'first')).toBe('201');
    expect(await said('PUT', '/cache/made', creator, 'second')).toBe('403 UnauthorizedBlobOverwrite');
    expect(await said('PUT', '/cache/made?comp=metadata', creator)).toBe(refused);
  });

  test('rights come by a group, too, and those of two roles add up', async () => {
    expect(await said('PUT', '/cache/by-group', bearer({ oid: 'ada', groups: ['group'] }), 'a')).toBe('201');
    expect(await said('PUT', '/cache/by-group', bearer({ oid: 'ada' }), 'a')).toBe(refused);
    expect(await said('PUT', '/cache/by-group', bearer({ oid: 'reader', groups: ['group'] }), 'b')).toBe(
      '201',
    );
  });

  test('a role on one container is none on another, or on the account', async () => {
    expect(await said('GET', '/other/a', bearer())).toBe(refused);
    expect(await said('GET', '/?comp=list', bearer())).toBe(refused);
    expect(await said('GET', '/cache?restype=container&comp=list', bearer({ oid: 'reader' }))).toBe('200');
  });

  test('a refusal of HEAD has its code in the header', async () => {
    expect(await said('HEAD', '/cache/made', bearer({ oid: 'nobody' }))).toBe(refused);
  });

  test('each part of a batch needs its own right', async () => {
    for (const name of ['one', 'two']) await ask('PUT', `/cache/${name}`, bearer(), 'a');
    const parts: readonly [string, Partial<TokenClaims>][] = [
      ['one', { oid: 'owner' }],
      ['two', { oid: 'reader' }],
      ['absent', { oid: 'owner' }],
    ];
    const body = [
      ...parts.flatMap(([name, changed], id) => [
        '--batch',
        'Content-Type: application/http',
        `Content-ID: ${id}`,
        '',
        `DELETE /cache/${name} HTTP/1.1`,
        `Authorization: ${bearer(changed).authorization}`,
        'x-ms-date: Sat, 22 Nov 2025 12:00:00 GMT',
        '',
      ]),
      '--batch--',
    ].join('\r\n');
    const type = { 'content-type': 'multipart/mixed; boundary=batch' };
    const { answer } = await ask(
      ...([
        'POST',
        '/cache?restype=container&comp=batch',
        { ...bearer({ oid: 'reader' }), ...type },
        body,
      ] as const),
    );
    expect(answer.status).toBe(202);
    const statuses = (await answer.text()).match(/(?<=HTTP\/1.1 )\d+/g);
    expect(statuses).toEqual(['202', '403', '404']);
    expect((await azurite.blobs('cache')).map(({ name }) => name)).not.toContain('one');
  });

  test('a request that the stand-in does not know gets no refusal of Azure', async () => {
    expect(await said('PUT', '/cache?restype=container', bearer())).toBe('501 NotOfThisStandIn');
  });
});

test('the door records each operation with its outcome', async () => {
  const before = door.seen.length;
  await ask('GET', '/cache/made', bearer());
  await ask('DELETE', '/cache/made', bearer({ oid: 'reader' }));
  expect(door.seen.slice(before)).toEqual([
    { operation: 'Get Blob', container: 'cache', blob: 'made', code: undefined },
    ...[
      { operation: 'Delete Blob', container: 'cache', blob: 'made', code: 'AuthorizationPermissionMismatch' },
    ],
  ]);
});
