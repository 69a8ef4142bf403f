import { describe, expect, test } from 'vitest';
import { dropUnexpanded, present, readVariable } from './environment.js';

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

  test.each(['$SAS', '$(A)/$(B)', 'cache-$(A)', '$((1))', '${{ a }}'])('%j is none', (text) => {
    expect(present(text)).toBe(text);
  });

  test('does not reach the libraries that read the environment themselves', () => {
    const env: Record<string, string | undefined> = {
      AZURE_CLIENT_ID: '$(CLIENT_ID)',
      AZURE_TENANT_ID: ' $(TENANT_ID) ',
      IDENTITY_ENDPOINT: '$(IDENTITY_ENDPOINT)',
      https_proxy: '$(PROXY)',
      AZURE_TOKEN_CREDENTIALS: 'AzureCliCredential',
      NO_PROXY: '',
      NX_CACHE_DIRECTORY: '$(DIR)',
      MY_TOOL: '$(TOOL)',
    };
    dropUnexpanded(env);
    expect(Object.keys(env)).toEqual([
      'AZURE_TOKEN_CREDENTIALS',
      'NO_PROXY',
      'NX_CACHE_DIRECTORY',
      'MY_TOOL',
    ]);
  });
});
