import { execFileSync } from 'node:child_process';
import { afterEach, expect, test } from 'vitest';
import { takeSigningKey } from './take-signing-key.js';

const name = 'NX_AZURE_CACHE_SIGNING_KEY';

afterEach(() => {
  Reflect.deleteProperty(process.env, name);
});

test('an environment without a key is given back as it is', () => {
  const env = { PATH: '/bin' };
  expect(takeSigningKey(env)).toBe(env);
});

test('the key is in what is given back, and no longer in the environment', () => {
  const env = { PATH: '/bin', [name]: 'a:secret' };
  expect(takeSigningKey(env)).toEqual({ PATH: '/bin', [name]: 'a:secret' });
  expect(env).toEqual({ PATH: '/bin' });
});

test('on Windows the other variables are found in any case all the same', () => {
  const env = { nx_azure_cache_container: 'mine', [name]: 'a:secret' };
  expect(takeSigningKey(env, 'win32')['NX_AZURE_CACHE_CONTAINER']).toBe('mine');
});

test('who asks again gets it again: a process may make several runs', () => {
  const env = { [name]: 'a:secret' };
  takeSigningKey(env);
  expect(takeSigningKey(env)[name]).toBe('a:secret');
});

test('a key that was set anew counts', () => {
  const env = { [name]: 'a:old' };
  takeSigningKey(env);
  env[name] = 'a:new';
  expect(takeSigningKey(env)[name]).toBe('a:new');
  expect(env).toEqual({});
});

test('another environment does not get it', () => {
  takeSigningKey({ [name]: 'a:secret' });
  expect(takeSigningKey({})).toEqual({});
});

test('a process that is started afterwards does not inherit it', () => {
  process.env[name] = 'a:secret';
  expect(takeSigningKey()[name]).toBe('a:secret');
  const seen = execFileSync(process.execPath, ['-p', `process.env.${name}`], { encoding: 'utf8' });
  expect(seen).toBe('undefined\n');
});
