import { describe, expect, test } from 'vitest';
import { capitalize, copyEnvironment, dropUnexpanded, present, readVariable } from './environment.js';

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
