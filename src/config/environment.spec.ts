import { describe, expect, test } from 'vitest';
import { present, readVariable, tidyForLibraries, unexpandedVariables } from './environment.js';

test.each([
  ['value', 'value'],
  ['  value\n', 'value'],
  ['two words', 'two words'],
  ['', undefined],
  [' \t\r\n', undefined],
  [undefined, undefined],
])('%j is %j', (text, expected) => {
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

  test.each(['$SAS', '$(A)/$(B)', 'cache-$(A)', '$((1))', '${{ a }}'])('%j is none in nx.json', (text) => {
    expect(present(text)).toBe(text);
  });

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

test('the variables that count as absent are known by name', () => {
  const env = {
    AZURE_STORAGE_KEY: '$(KEY)',
    NX_AZURE_CACHE_CONTAINER: 'cache',
    MY_TOOL: '$(TOOL)',
    CI: 'true',
  };
  expect(unexpandedVariables(env)).toEqual(['AZURE_STORAGE_KEY']);
});
