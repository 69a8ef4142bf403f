import { describe, expect, test } from 'vitest';

import { capitalize, copyEnvironment } from './copy-environment.js';
import { readVariable } from './environment.js';

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
