import { bearerTokenAuthenticationPolicy } from '@azure/core-rest-pipeline';
import { storageSharedKeyCredentialPolicy } from '@azure/storage-common';
import { describe, expect, test } from 'vitest';

import { createTokenCredential, gives } from '../../test/support/fakes/token-credential.js';
import { createContainer, type ContainerOptions } from './container.js';

describe('a request that is a part of another one is signed by itself:', () => {
  const url = 'https://acme.blob.core.windows.net/cache';
  const prepare = async (credential: Omit<ContainerOptions, 'url' | 'proxy'>) => {
    const headers = { 'if-match': '"0x1"' };
    const request = { method: 'DELETE', name: 'v1/shared/1', headers } as const;
    const prepared = await createContainer({ url, proxy: undefined, ...credential }).prepare(request);
    return {
      ...prepared,
      headers: new Map(prepared.headers.map(([name, value]) => [name.toLowerCase(), value])),
    };
  };

  test('by an account key', async () => {
    const authorize = storageSharedKeyCredentialPolicy({
      accountName: 'acme',
      accountKey: Buffer.from('key'),
    });
    const { method, target, headers } = await prepare({ authorize });
    expect([method, target, headers.get('if-match')]).toEqual(['DELETE', '/cache/v1/shared/1', '"0x1"']);
    expect(headers.get('authorization')).toMatch(/^SharedKey acme:[\w+/]{43}=$/);
    expect(headers.get('x-ms-date')).toMatch(/ GMT$/);
  });

  test('by a token', async () => {
    const { credential } = createTokenCredential(gives('the-token'));
    const authorize = bearerTokenAuthenticationPolicy({ credential, scopes: 'any' });
    expect((await prepare({ authorize })).headers.get('authorization')).toBe('Bearer the-token');
  });

  test('by a SAS', async () => {
    const { target, headers } = await prepare({ sas: 'sv=2023-11-03&sig=x%2Fy' });
    expect(target).toBe('/cache/v1/shared/1?sv=2023-11-03&sig=x%2Fy');
    expect(headers.has('authorization')).toBe(false);
  });

  test('without a version, which the whole has', async () => {
    expect((await prepare({})).headers.has('x-ms-version')).toBe(false);
  });
});
