import { describe, expect, test } from 'vitest';

import type { Environment } from './environment.js';
import { findProxy } from './find-proxy.js';
import { isCI } from './is-ci.js';
import { resolveConfig } from './resolve-config.js';
import { isUnexpanded } from './unexpanded.js';
import { isConfigured, variables } from './variables.js';

const azure = { container: 'cache', accountName: 'acme', trust: { branches: ['main'] } };

/** The digest of what chooses a credential is over all variables, and only tells two environments apart. */
function resolve(env: Environment) {
  const { entra, ...config } = resolveConfig(azure, env);
  return { ...config, entra: { ...entra, variables: '' } };
}

/** Every variable that the configuration is made of: what it looks for where there is nothing. */
function namesRead(given: Environment): string[] {
  const names = new Set<string>();
  const get = (env: Environment, name: string) => {
    names.add(name);
    return env[name];
  };
  resolve(new Proxy(given, { get }));
  return [...names].filter((name) => given[name] === undefined);
}

/** Nx takes `CI=$(CI)` for a CI, and so do we. */
const isNx = (name: string) => isCI({ [name]: '$(NAME)' });

describe.each<[string, Environment]>([
  ['on a machine of a person', {}],
  ['in CI', { CI: 'true', GITHUB_ACTIONS: 'true', TF_BUILD: 'True', GITLAB_CI: 'true' }],
])('%s', (_, given) => {
  const names = namesRead(given).filter((name) => !isNx(name));

  test('there are variables to try', () => {
    expect(names).toEqual(
      expect.arrayContaining([
        ...Object.values(variables),
        ...['AZURE_STORAGE_CONNECTION_STRING', 'AZURE_STORAGE_SAS_TOKEN', 'AZURE_STORAGE_KEY'],
        ...['NX_AZURE_CACHE_UNTRUSTED_SAS_TOKEN', 'NX_AZURE_CACHE_SIGNING_KEY', 'NX_AZURE_CACHE_SCOPE'],
      ]),
    );
  });

  test.each(names)('%s=$(NAME) is absent (pandas-dev/pandas#22854)', (name) => {
    expect(resolve({ ...given, [name]: '$(NAME)' })).toEqual(resolve(given));
  });

  test.each(names)('%s=$NAME of its own is absent (gitlab-org/gitlab#350747)', (name) => {
    for (const text of [`$${name}`, `\${${name}}`])
      expect(resolve({ ...given, [name]: text })).toEqual(resolve(given));
  });
});

describe('a part that was not expanded is enough:', () => {
  test.each([
    ['AZURE_STORAGE_SAS_TOKEN', '?$(SAS)'],
    ['AZURE_STORAGE_SAS_TOKEN', 'sv=2023-11-03&sr=c&sp=r&se=2027-01-01&sig=$(SIGNATURE)'],
    ['AZURE_STORAGE_SAS_TOKEN', '?$AZURE_STORAGE_SAS_TOKEN'],
    ['NX_AZURE_CACHE_UNTRUSTED_SAS_TOKEN', '?$(SAS)'],
    [
      'AZURE_STORAGE_CONNECTION_STRING',
      'DefaultEndpointsProtocol=https;AccountName=x;AccountKey=$(KEY);EndpointSuffix=core.windows.net',
    ],
    ['AZURE_STORAGE_KEY', '$(KEY)=='],
    ['NX_AZURE_CACHE_ENDPOINT', 'https://$(ACCOUNT).blob.core.windows.net'],
    ['NX_AZURE_CACHE_CONTAINER', 'cache-$(TEAM)'],
    ['NX_AZURE_CACHE_ACCOUNT_NAME', '$(TEAM)cache'],
    ['NX_AZURE_CACHE_PREFIX', '$(TEAM)/web'],
    ['NX_AZURE_CACHE_SIGNING_KEY', 'main:$(KEY)'],
    ['NX_AZURE_CACHE_SUMMARY', '$(Build.ArtifactStagingDirectory)/nx.json'],
    ['AZURE_CLIENT_ID', '$(CLIENT)$(ID)'],
  ])('%s=%s is absent', (name, text) => {
    expect(resolve({ [name]: text })).toEqual(resolve({}));
  });

  test.each(Object.values(variables))('%s asks for nothing', (name) => {
    for (const text of ['$(NAME)', 'a$(NAME)']) expect(isConfigured(undefined, { [name]: text })).toBe(false);
  });
});

describe('what may have such a part by itself stays:', () => {
  test.each([
    ['AZURE_CLIENT_SECRET', 'a$(b)c'],
    ['AZURE_CLIENT_CERTIFICATE_PASSWORD', 'a$(b)c'],
    ['AZURE_CLIENT_CERTIFICATE_PATH', '/home/$(x)/key.pem'],
    ['AZURE_CONFIG_DIR', '/home/$(x)/.azure'],
    ['NX_AZURE_CACHE_SCOPE', 'branch/fix-$(x)'],
    ['GITHUB_REF', 'refs/heads/fix-$(x)'],
    ['HTTPS_PROXY', 'http://me:a$(b)c@proxy.acme.example:8080'],
    ['AZURE_STORAGE_KEY', '$SAS'],
  ])('%s=%s', (name, text) => {
    expect(isUnexpanded(name, text)).toBe(false);
  });
});

test.each([
  '$(PROXY)',
  'http://$(HOST):8080',
  'http://proxy.$(DOMAIN)',
  'http://$(USER):$(PASSWORD)@proxy:80',
  'http://proxy:$(PORT)',
])('HTTPS_PROXY=%s is no proxy', (text) => {
  expect(findProxy('https://acme.blob.core.windows.net', { HTTPS_PROXY: text })).toBeUndefined();
});
