import { describe, expect, test, afterEach } from 'vitest';

import { isCI } from '../nx/is-ci.js';
import {
  present,
  readVariable,
  tidyForLibraries,
  unexpandedVariables,
  type Environment,
  isUnexpanded,
  capitalize,
  copyEnvironment,
  takeSigningKey,
} from './environment.js';
import { findProxy } from './find-proxy.js';
import { resolveConfig } from './resolve-config.js';
import { isConfigured, variables } from './variables.js';

test.each([
  ['value', 'value'],
  ['  value\n', 'value'],
  ['two words', 'two words'],
  ['', undefined],
  [' \t\r\n', undefined],
  [undefined, undefined],
])('the text %j counts as %j', (text, expected) => {
  expect(present(text)).toBe(expected);
});

test('a variable is read without the space around it', () => {
  const env = { GIVEN: ' a ', BLANK: ' ' };
  expect(readVariable(env, 'GIVEN')).toBe('a');
  expect(readVariable(env, 'BLANK')).toBeUndefined();
  expect(readVariable(env, 'ABSENT')).toBeUndefined();
});

describe('a macro that Azure Pipelines did not expand', () => {
  test.each(['$(SAS)', ' $(System.PullRequest.PullRequestNumber)\n', '$(my-group.key 1)', '$()'])(
    '%j is absent',
    (text) => {
      expect(present(text)).toBeUndefined();
    },
  );

  test.each(['$SAS', '$(A)/$(B)', 'cache-$(A)', '$((1))', '${{ a }}'])(
    'is not seen in the text %j of nx.json',
    (text) => {
      expect(present(text)).toBe(text);
    },
  );

  test('does not reach the libraries that read the environment themselves', () => {
    const env: Record<string, string | undefined> = {
      AZURE_CLIENT_ID: '$(CLIENT_ID)',
      AZURE_TENANT_ID: ' $(TENANT_ID) ',
      IDENTITY_ENDPOINT: '$(IDENTITY_ENDPOINT)',
      AZURE_AUTHORITY_HOST: 'https://$(AUTHORITY)',
      AZURE_CLIENT_SECRET: 'a$(b)c',
      https_proxy: 'http://$(PROXY):8080',
      AZURE_TOKEN_CREDENTIALS: 'AzureCliCredential',
      NO_PROXY: '$(A).example',
      NX_CACHE_DIRECTORY: '$(DIR)',
      MY_TOOL: '$(TOOL)',
    };
    tidyForLibraries(env);
    expect(Object.keys(env)).toEqual([
      'AZURE_CLIENT_SECRET',
      'AZURE_TOKEN_CREDENTIALS',
      'NO_PROXY',
      'NX_CACHE_DIRECTORY',
      'MY_TOOL',
    ]);
  });
});

test('Azure’s libraries find their variables without the space around them, and others as they are', () => {
  const env = { AZURE_TENANT_ID: '1111-2222\n', AZURE_CLIENT_ID: ' ', HTTPS_PROXY: 'http://p', OTHER: ' o ' };
  tidyForLibraries(env);
  expect(env).toEqual({ AZURE_TENANT_ID: '1111-2222', HTTPS_PROXY: 'http://p', OTHER: ' o ' });
});

test('the variables that count as absent are listed by name', () => {
  const env = {
    AZURE_STORAGE_KEY: '$(KEY)',
    NX_AZURE_CACHE_CONTAINER: 'cache',
    MY_TOOL: '$(TOOL)',
    CI: 'true',
  };
  expect(unexpandedVariables(env)).toEqual(['AZURE_STORAGE_KEY']);
});

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

  test.each(Object.values(variables))('does not configure the cache with %s', (name) => {
    for (const text of ['$(NAME)', 'a$(NAME)']) expect(isConfigured(undefined, { [name]: text })).toBe(false);
  });
});

describe('a variable that may contain such a part stays:', () => {
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

describe('on Windows, where names of variables have no case', () => {
  const given = { Nx_Azure_Cache_Container: 'mine', Path: 'C:\\bin', 'bamboo.buildKey': 'A-1' };

  test('a copy finds each of them by any case', () => {
    const copy = copyEnvironment(given, { MORE: 'x' }, 'win32');
    expect(readVariable(copy, 'NX_AZURE_CACHE_CONTAINER')).toBe('mine');
    expect([copy['PATH'], copy['bamboo.buildKey'], copy['more']]).toEqual(['C:\\bin', 'A-1', 'x']);
    expect(copy['ABSENT']).toBeUndefined();
  });

  test('what is added takes the place of a variable in another case', () => {
    const copy = copyEnvironment(given, { PATH: undefined }, 'win32');
    expect(copy['Path']).toBeUndefined();
    expect(Object.keys({ ...copy })).toEqual(['NX_AZURE_CACHE_CONTAINER', 'PATH', 'BAMBOO.BUILDKEY']);
  });

  test("in a thread Azure's libraries find theirs", () => {
    const env = { Azure_Client_Id: 'me', Https_Proxy: 'http://a', Path: 'C:\\bin' };
    capitalize(env, 'win32');
    expect(env).toEqual({ ...env, AZURE_CLIENT_ID: 'me', HTTPS_PROXY: 'http://a', Path: 'C:\\bin' });
    expect(env).not.toHaveProperty('PATH');
  });
});

test('elsewhere names keep their case', () => {
  const env = { azure_client_id: 'me' };
  capitalize(env, 'linux');
  expect(env).toEqual({ azure_client_id: 'me' });
  expect(copyEnvironment(env, { A: '1' }, 'linux')).toEqual({ azure_client_id: 'me', A: '1' });
});

const name = 'NX_AZURE_CACHE_SIGNING_KEY';

afterEach(() => {
  Reflect.deleteProperty(process.env, name);
});

test('an environment without a signing key is returned as it is', () => {
  const env = { PATH: '/bin' };
  expect(takeSigningKey(env)).toBe(env);
});

test('the signing key is in the returned environment, and no longer in the given one', () => {
  const env = { PATH: '/bin', [name]: 'a:secret' };
  expect(takeSigningKey(env)).toEqual({ PATH: '/bin', [name]: 'a:secret' });
  expect(env).toEqual({ PATH: '/bin' });
});

test('on Windows the other variables of the returned environment are still found in any case', () => {
  const env = { nx_azure_cache_container: 'mine', [name]: 'a:secret' };
  expect(takeSigningKey(env, 'win32')['NX_AZURE_CACHE_CONTAINER']).toBe('mine');
});

test('a second call returns the signing key again: a process may make several runs', () => {
  const env = { [name]: 'a:secret' };
  takeSigningKey(env);
  expect(takeSigningKey(env)[name]).toBe('a:secret');
});

test('a signing key that was set again counts', () => {
  const env = { [name]: 'a:old' };
  takeSigningKey(env);
  env[name] = 'a:new';
  expect(takeSigningKey(env)[name]).toBe('a:new');
  expect(env).toEqual({});
});

test('another environment does not get the signing key', () => {
  takeSigningKey({ [name]: 'a:secret' });
  expect(takeSigningKey({})).toEqual({});
});
