import { expect, test } from 'vitest';

import { resolveCredentialSource, type CredentialSource } from './credential-source.js';
import type { Environment } from './environment.js';

const connection = { AZURE_STORAGE_CONNECTION_STRING: 'UseDevelopmentStorage=true' };
const sas = { AZURE_STORAGE_SAS_TOKEN: '?sv=2024&sig=abc' };
const key = { AZURE_STORAGE_KEY: 'a2V5' };
const blank = { AZURE_STORAGE_CONNECTION_STRING: '', AZURE_STORAGE_SAS_TOKEN: ' ', AZURE_STORAGE_KEY: '\n' };

test.each<[string, Environment, CredentialSource]>([
  [
    'the connection string first',
    { ...key, ...sas, ...connection },
    { kind: 'connection-string', value: 'UseDevelopmentStorage=true' },
  ],
  ['a SAS before a key', { ...key, ...sas }, { kind: 'sas', value: '?sv=2024&sig=abc' }],
  ['a key before the default', key, { kind: 'key', value: 'a2V5' }],
  ['nothing named', {}, { kind: 'default' }],
  ['blank ones are absent', blank, { kind: 'default' }],
  ['a blank one before one that is given', { ...blank, ...key }, { kind: 'key', value: 'a2V5' }],
  ['a line end that came with the paste', { AZURE_STORAGE_KEY: 'a2V5\n' }, { kind: 'key', value: 'a2V5' }],
  ['what @azure/identity reads is left to it', { AZURE_CLIENT_SECRET: 'x' }, { kind: 'default' }],
])('%s', (_, env, expected) => {
  expect(resolveCredentialSource(env)).toEqual(expected);
});
