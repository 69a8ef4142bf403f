import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import schema from '../../schemas/nx-json.schema.json';
import { azureValues } from '../../test/azure-values.js';
import { licenseSchema } from './license-schema.js';
import { modeNames } from './mode.js';
import { resolveConfig } from './resolve-config.js';
import { azureSchema } from './schema.js';
import { trustSchema } from './trust-schema.js';

const { properties } = schema.properties.azure;
const isValid = new Ajv().compile(schema.properties.azure);

test('editors know every key that the configuration knows, and each mode', () => {
  expect(Object.keys(properties)).toEqual(Object.keys(azureSchema.entries));
  expect(Object.keys(properties.trust.properties)).toEqual(Object.keys(trustSchema.entries));
  expect(Object.keys(properties.license.properties)).toEqual(Object.keys(licenseSchema.entries));
  expect([properties.localMode.enum, properties.ciMode.enum]).toEqual([modeNames, modeNames]);
});

describe.each(Object.entries(azureValues))('an editor, with %s,', (key, { takes, refuses }) => {
  test.each(takes.map((value) => ({ value })))('takes $value', ({ value }) => {
    expect(isValid({ [key]: value })).toBe(true);
  });
  test.each(refuses.map((value) => ({ value })))('refuses $value', ({ value }) => {
    expect(isValid({ [key]: value })).toBe(false);
  });
});

test.each([
  { localmode: 'no-cache' },
  { trust: { branches: ['main'], branch: 'main' } },
  { license: { publicKey: `acme:${Buffer.alloc(32).toString('base64')}`, organisation: 'Acme' } },
])('a key that the configuration does not know is refused by both: %j', (unknown) => {
  const azure = { container: 'cache', accountName: 'acme', ...unknown };
  expect(isValid(azure)).toBe(false);
  expect(() => resolveConfig(azure, {})).toThrow('an unknown key');
});
