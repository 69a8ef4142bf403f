import { expect, test } from 'vitest';
import { useNxSchema, useOwnSchema } from './nx-json.js';
import { editJson } from './edit-json.js';

const ours = 'node_modules/@nx/powerpack-azure-cache/schemas/nx-json.schema.json';
const set = (text: string) => editJson(text, useOwnSchema(JSON.parse(text) as Record<string, unknown>));
const reset = (text: string) => editJson(text, useNxSchema(JSON.parse(text) as Record<string, unknown>));

test.each(['./', '', '../'])('the schema of Nx at %snode_modules gives way to ours, and back', (root) => {
  const nxs = `{ "$schema": "${root}node_modules/nx/schemas/nx-schema.json", "a": 1 }`;
  expect(set(nxs)).toBe(`{ "$schema": "${root}${ours}", "a": 1 }`);
  expect(set(set(nxs))).toBe(set(nxs));
  expect(reset(set(nxs))).toBe(nxs);
});

test('a $schema that was added is removed again', () => {
  expect(JSON.parse(set('{ "a": 1 }'))).toEqual({ a: 1, $schema: `./${ours}` });
  expect(reset(set('{ "a": 1 }'))).toBe('{ "a": 1 }');
});

test.each(['"https://acme.example/nx.json"', '"./nx-schema.json"', 'null', '5'])(
  'one of another origin stays: %s',
  (schema) => {
    const text = `{ "$schema": ${schema} }`;
    expect([set(text), reset(text)]).toEqual([text, text]);
  },
);
