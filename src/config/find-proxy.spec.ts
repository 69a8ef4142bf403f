import { createHttpHeaders, createPipelineRequest, proxyPolicy } from '@azure/core-rest-pipeline';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { findProxy, misreadNoProxy } from './find-proxy.js';

const target = 'https://acme.blob.core.windows.net';
const proxies = ['HTTPS_PROXY', 'ALL_PROXY', 'HTTP_PROXY', 'https_proxy', 'all_proxy', 'http_proxy'];

describe('the proxy is the one that the requests use:', () => {
  beforeEach(() => {
    for (const name of proxies) vi.stubEnv(name, undefined);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  /** Host and port of the proxy that the SDK takes. */
  async function takenBySdk(env: Record<string, string>, noProxy: string): Promise<string | undefined> {
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    const request = createPipelineRequest({ url: target });
    const customNoProxyList = noProxy.split(',').map((entry) => entry.trim());
    await proxyPolicy(undefined, { customNoProxyList }).sendRequest(request, () =>
      Promise.resolve({ request, status: 200, headers: createHttpHeaders() }),
    );
    return (request.agent as { proxy?: URL } | undefined)?.proxy?.host;
  }

  test.each([
    [{}, '', undefined],
    [{ HTTPS_PROXY: 'http://a:1' }, '', 'a:1'],
    [{ https_proxy: 'http://a:1' }, '', 'a:1'],
    [{ HTTP_PROXY: 'http://a:1' }, '', 'a:1'],
    [{ ALL_PROXY: 'http://a:1', HTTP_PROXY: 'http://b:2' }, '', 'a:1'],
    [{ HTTPS_PROXY: 'http://a:1', https_proxy: 'http://b:2', ALL_PROXY: 'http://c:3' }, '', 'a:1'],
    [{ HTTPS_PROXY: 'http://name:secret@a:1' }, '', 'a:1'],
    [{ HTTPS_PROXY: 'http://a:1' }, 'acme.blob.core.windows.net', undefined],
    [{ HTTPS_PROXY: 'http://a:1' }, 'x.example, .windows.net ', undefined],
    [{ HTTPS_PROXY: 'http://a:1' }, '.acme.blob.core.windows.net', undefined],
    [{ HTTPS_PROXY: 'http://a:1' }, 'windows.net', 'a:1'],
    [{ HTTPS_PROXY: 'http://a:1' }, '*.windows.net', 'a:1'],
    [{ HTTPS_PROXY: 'http://a:1' }, '*', 'a:1'],
    [{ HTTPS_PROXY: 'http://a:1' }, 'acme.blob.core.windows.net:443', 'a:1'],
  ])('%j, NO_PROXY=%s: %s', async (env, noProxy, expected) => {
    expect(findProxy(target, { ...env, NO_PROXY: noProxy })?.url?.host).toBe(expected);
    expect(await takenBySdk(env, noProxy)).toBe(expected);
  });
});

test('a variable that the CI did not expand names no proxy', () => {
  expect(findProxy(target, { HTTPS_PROXY: '$(PROXY)' })).toBeUndefined();
  expect(findProxy(target, { HTTPS_PROXY: 'http://a:1', NO_PROXY: '$(NO_PROXY)' })?.url?.host).toBe('a:1');
});

test.each(['proxy:8080', 'http://', 'socks5://a:1', '//a'])('%s is no proxy', (value) => {
  expect(findProxy(target, { HTTPS_PROXY: value })).toEqual({ variable: 'HTTPS_PROXY', url: undefined });
});

test('entries of NO_PROXY that only other programs understand are found', () => {
  const entries = ['*', '*.windows.net', 'core.windows.net', 'acme.blob.core.windows.net:443', 'example.com'];
  const port = 'http://127.0.0.1:10000';
  expect(misreadNoProxy(target, { NO_PROXY: entries.join() })).toEqual(entries.slice(0, 3));
  expect(misreadNoProxy(port, { no_proxy: '127.0.0.1:10000,10.0.0.0/8' })).toEqual(['127.0.0.1:10000']);
});
