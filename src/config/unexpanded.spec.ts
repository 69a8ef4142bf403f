import { expect, test } from 'vitest';
import { resolveConfig } from './resolve-config.js';
import { isConfigured, variables } from './variables.js';

const azure = { container: 'cache', accountName: 'acme', trust: { branches: ['main'] } };

/** Every variable that is read here, as Azure Pipelines maps it where nobody has defined it. */
const names = [
  ...Object.values(variables),
  'NX_AZURE_CACHE_RUNS',
  'NX_POWERPACK_CACHE_MODE',
  'AZURE_STORAGE_CONNECTION_STRING',
  'AZURE_STORAGE_SAS_TOKEN',
  'AZURE_STORAGE_KEY',
  'NX_AZURE_CACHE_UNTRUSTED_SAS_TOKEN',
  'NX_AZURE_CACHE_SIGNING_KEY',
  'NX_AZURE_CACHE_SCOPE',
  'NX_AZURE_CACHE_DRAIN_TIMEOUT',
  'NX_AZURE_CACHE_DRAIN_STALL_TIMEOUT',
  'NX_AZURE_CACHE_SUMMARY',
  'NX_AZURE_CACHE_JOB_SUMMARY',
  'NX_AZURE_CACHE_NEW_NX_WARNING',
  'SYSTEM_TEAMPROJECT',
];

test.each(names)('%s=$(NAME) is absent (pandas-dev/pandas#22854)', (name) => {
  expect(resolveConfig(azure, { [name]: '$(NAME)' })).toEqual(resolveConfig(azure, {}));
});

test.each(Object.values(variables))('%s=$(NAME) asks for nothing', (name) => {
  expect(isConfigured(undefined, { [name]: '$(NAME)' })).toBe(false);
});
