import { describe, expect, test } from 'vitest';

import { mismatches } from '../../../../test/azure-schemas/mismatches.js';
import { parseBicep, type ParsedResource } from '../../../../test/azure-schemas/parse-bicep.js';
import schemas from '../../../../test/azure-schemas/resource-manager.json';
import { variants } from '../../../../test/azure-schemas/variants.js';
import { describeInfrastructure } from '../describe-infrastructure.js';
import { printBicep } from './print-bicep.js';
import { toBicep } from './to-bicep.js';

/** What Bicep itself reads in a resource, of whatever type it is. */
const ofBicep = ['parent', 'scope', 'dependsOn'];

function problemsOf({ symbol, type, body }: ParsedResource): string[] {
  const own = Object.fromEntries(Object.entries(body).filter(([name]) => !ofBicep.includes(name)));
  const schema = Object.entries(schemas.resource).find(([name]) => name === type)?.[1];
  return schema === undefined ? [`${symbol}: no schema of ${type}`] : mismatches(own, schema, symbol);
}

const render = (variant: keyof typeof variants) =>
  printBicep(toBicep(describeInfrastructure(variants[variant])));

describe.each(Object.keys(variants) as (keyof typeof variants)[])('the Bicep of %s', (variant) => {
  test('parses, and has nothing that the published schemas do not have', async () => {
    const { resources } = await parseBicep(render(variant));
    expect(resources.length).toBeGreaterThan(9);
    expect(resources.flatMap(problemsOf)).toEqual([]);
  });

  test('refers to nothing that it does not declare', async () => {
    const { declared, used } = await parseBicep(render(variant));
    expect(new Set(declared).size).toBe(declared.length);
    expect(used.filter((name) => !declared.includes(name))).toEqual([]);
  });
});

test.each([
  ['two containers', 'api://AzureADTokenExchange'],
  ['another cloud', 'api://AzureADTokenExchangeUSGov'],
] as const)('the Bicep of %s takes tokens for %s', async (variant, audience) => {
  const { resources } = await parseBicep(render(variant));
  const credentials = resources.filter(({ type }) => type.includes('federatedIdentityCredentials'));
  expect(credentials.length).toBeGreaterThan(2);
  for (const { body } of credentials) expect(body['properties']).toMatchObject({ audiences: [audience] });
});

test.each([
  ['minimumTlsVersion:', 'minTlsVersion:', 'account.properties.minTlsVersion is unknown'],
  ["'TLS1_2'", "'1.2'", 'account.properties.minimumTlsVersion is no '],
  [
    'allowSharedKeyAccess: false',
    "allowSharedKeyAccess: 'no'",
    'account.properties.allowSharedKeyAccess is no bool',
  ],
  ["kind: 'StorageV2'", "tags: 'none'", 'account.kind is missing'],
  ['managementPolicies@2023-05-01', 'managementPolicy@2023-05-01', 'lifecycle: no schema of '],
])('a template with %s as %s is found out', async (right, wrong, problem) => {
  const { resources } = await parseBicep(render('two containers').replace(right, wrong));
  expect(resources.flatMap(problemsOf)[0]).toContain(problem);
});

test('a reference to what is not there, and broken syntax, are found out', async () => {
  const text = render('two containers');
  const { declared, used } = await parseBicep(text.replace('parent: blobService', 'parent: blobServices'));
  expect(used.filter((name) => !declared.includes(name))).toEqual(['blobServices']);
  await expect(parseBicep(text.replace('sku: {', 'sku: '))).rejects.toThrow(SyntaxError);
});
