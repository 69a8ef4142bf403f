import { expect, test } from 'vitest';
import { findFormerNames, isConfigured, variables } from './variables.js';

test.each(Object.values(variables))('%s configures the remote cache', (name) => {
  expect(isConfigured(undefined, { [name]: 'x' })).toBe(true);
  expect(isConfigured(undefined, { [name]: ' ' })).toBe(false);
});

test.each([{}, null, false, 'container'])('the azure key %j configures it, right or wrong', (azure) => {
  expect(isConfigured(azure, {})).toBe(true);
});

test.each([
  [{ runs: false }, {}, ['azure.recordRuns']],
  [{}, { NX_AZURE_CACHE_RUNS: 'true' }, ['NX_AZURE_CACHE_RECORD_RUNS']],
  [{ recordRuns: true }, { NX_AZURE_CACHE_RECORD_RUNS: 'true', NX_AZURE_CACHE_RUNS: ' ' }, []],
  [undefined, {}, []],
])('of %j with %j the names to rename become %j', (azure, env, current) => {
  expect(findFormerNames(azure, env).map((name) => name.current)).toEqual(current);
});

test('a credential, a mode or a limit alone does not configure it', () => {
  const env = {
    AZURE_STORAGE_KEY: 'a2V5',
    NX_POWERPACK_CACHE_MODE: 'read-only',
    NX_AZURE_CACHE_DRAIN_TIMEOUT: '1',
  };
  expect(isConfigured(undefined, env)).toBe(false);
});
