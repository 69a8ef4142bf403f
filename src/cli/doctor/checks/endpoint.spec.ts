import { expect, test } from 'vitest';

import { createFakeSetup, greeting } from '../../../../test/support/fakes/setup.js';
import type { Environment } from '../../../config/environment.js';
import { CacheError } from '../../../errors.js';
import { clouds } from '../../../generators/clouds.js';
import { findingsOf } from '../check.js';
import { checkEndpoint } from './endpoint.js';

const azure = { container: 'cache', accountName: 'acme' };
const host = 'acme.blob.core.windows.net';

const withCode = (code: string | undefined, env: Environment = {}, settings: object = azure) => {
  const cause = code === undefined ? undefined : Object.assign(new Error('of Node'), { code });
  const error = new CacheError('no answer', { kind: 'network', retryable: false, cause });
  return findingsOf(checkEndpoint, createFakeSetup(settings, env, { ping: () => Promise.reject(error) }));
};

test('any answer of Azure passes', async () => {
  const asked: string[] = [];
  const ping = (url: string) => {
    asked.push(url);
    return Promise.resolve(greeting);
  };
  expect(await findingsOf(checkEndpoint, createFakeSetup(azure, {}, { ping }))).toEqual([
    { status: 'pass', detail: `${host} answers in 12 ms` },
  ]);
  expect(asked).toEqual([`https://${host}`]);
});

test('the answer of a proxy fails', async () => {
  const ping = () => Promise.resolve({ ...greeting, status: 407, isAzure: false });
  expect(await findingsOf(checkEndpoint, createFakeSetup(azure, {}, { ping }))).toMatchObject([
    { status: 'fail', detail: `the response from ${host} (407) did not come from Azure Storage` },
  ]);
});

test.each([
  ['ENOTFOUND', 'is not a known host', 'azure.accountName'],
  ['EAI_AGAIN', 'cannot be looked up', 'network'],
  ['ECONNREFUSED', 'refuses connections', 'azure.endpoint'],
  ['ETIMEDOUT', 'does not answer', 'firewall'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'has a TLS certificate that is not trusted here', 'NODE_EXTRA_CA_CERTS'],
  [
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'has a TLS certificate that is not trusted here',
    'NODE_EXTRA_CA_CERTS',
  ],
  ['EHOSTUNREACH', 'cannot be reached', 'network'],
  [undefined, 'cannot be reached', 'network'],
])('the code %s has its own sentence: %s', async (code, detail, fix) => {
  expect(await withCode(code)).toEqual([
    {
      status: 'fail',
      detail: expect.stringContaining(`${host} ${detail}`) as string,
      fix: expect.stringContaining(fix) as string,
    },
  ]);
});

test.each(
  Object.values(clouds).flatMap(({ blobs }) => [
    [`acme.${blobs}`, blobs],
    [`acme.privatelink.${blobs}`, blobs],
  ]),
)('for the unknown host %s, the fix names the DNS zone of its cloud', async (name, blobs) => {
  const settings = { ...azure, endpoint: `https://${name}` };
  expect((await withCode('ENOTFOUND', {}, settings))[0]?.fix).toContain(
    `the zone privatelink.${blobs} to the DNS`,
  );
});

test('for an unknown host outside of Azure, the fix names no DNS zone', async () => {
  const settings = { ...azure, endpoint: 'https://cache.acme.example' };
  expect((await withCode('ENOTFOUND', {}, settings))[0]?.fix).not.toContain('privatelink');
});

test('behind a proxy the fix is about the proxy, except for certificates', async () => {
  const env = { HTTPS_PROXY: 'http://name:secret@proxy:8080' };
  expect(await withCode('ECONNREFUSED', env)).toMatchObject([
    { detail: `${host} cannot be reached through the proxy proxy:8080 (ECONNREFUSED)` },
  ]);
  expect((await withCode('CERT_HAS_EXPIRED', env))[0]?.detail).toContain('is not trusted here');
});

test('an unexpected error is thrown', async () => {
  const ping = () => Promise.reject(new TypeError('a defect'));
  await expect(findingsOf(checkEndpoint, createFakeSetup(azure, {}, { ping }))).rejects.toThrow('a defect');
});
