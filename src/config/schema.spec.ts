import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { azureValues } from '../../test/azure-values.js';
import { azureSchema } from './schema.js';

describe.each(Object.entries(azureValues))('%s', (key, { takes, refuses }) => {
  test.each(takes.map((value) => ({ value })))('takes $value', ({ value }) => {
    expect(v.is(azureSchema, { [key]: value })).toBe(true);
  });
  test.each(refuses.map((value) => ({ value })))('refuses $value', ({ value }) => {
    expect(v.is(azureSchema, { [key]: value })).toBe(false);
  });
});
