import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';

import editorSchema from '../../schemas/nx-json.schema.json';
import { nxJsonSchemaFile, printNxJsonSchema } from '../../scripts/nx-json-schema.mjs';
import { azureValues } from '../../test/support/azure-values.js';
import { resolveConfig } from './resolve-config.js';
import { azureSchema } from './schema.js';

const isValidInEditors = new Ajv().compile(editorSchema.properties.azure);

describe.each(Object.entries(azureValues))(
  'azure.%s in a run and in an editor',
  (key, { takes, refuses }) => {
    test.each(takes.map((value) => ({ value })))('may be $value', ({ value }) => {
      expect(v.is(azureSchema, { [key]: value })).toBe(true);
      expect(isValidInEditors({ [key]: value })).toBe(true);
    });
    test.each(refuses.map((value) => ({ value })))('may not be $value', ({ value }) => {
      expect(v.is(azureSchema, { [key]: value })).toBe(false);
      expect(isValidInEditors({ [key]: value })).toBe(false);
    });
  },
);

test.each([
  { localmode: 'no-cache' },
  { trust: { branches: ['main'], branch: 'main' } },
  { license: { publicKey: `acme:${Buffer.alloc(32).toString('base64')}`, organisation: 'Acme' } },
])('a key that the configuration does not know is refused by runs and by editors: %j', (unknown) => {
  const azure = { container: 'cache', accountName: 'acme', ...unknown };
  expect(isValidInEditors(azure)).toBe(false);
  expect(() => resolveConfig(azure, {})).toThrow('an unknown key');
});

test('the committed schema for editors is what the build makes', async () => {
  expect(readFileSync(nxJsonSchemaFile, 'utf8')).toBe(await printNxJsonSchema());
});

test('the schema for editors describes every key', () => {
  const { properties } = editorSchema.properties.azure;
  const described = { ...properties, ...properties.trust.properties, ...properties.license.properties };
  const missing = Object.entries(described).filter(([, schema]) => !('description' in schema));
  expect(missing).toEqual([]);
});
