import { describe, expect, test } from 'vitest';

import schemas from '../../../../test/azure-schemas/azurerm.json';
import { mismatches, type Schema } from '../../../../test/azure-schemas/mismatches.js';
import { parseTerraform, type ParsedTerraform } from '../../../../test/azure-schemas/parse-terraform.js';
import { variants } from '../../../../test/azure-schemas/variants.js';
import { describeInfrastructure } from '../describe-infrastructure.js';
import { reasons } from '../reasons.js';
import { printTerraform } from './print-terraform.js';
import { toTerraform } from './to-terraform.js';

function problemsOf(file: ParsedTerraform): string[] {
  const labelled = (['resource', 'data'] as const).flatMap((kind) =>
    Object.entries(file[kind]).flatMap(([type, blocks]) =>
      Object.entries(blocks).flatMap(([label, [body]]) => problemsIn(body, schemas[kind], [type, label])),
    ),
  );
  return [...labelled, ...problemsIn(file.provider['azurerm']?.[0] ?? {}, schemas.provider, ['azurerm', ''])];
}

function problemsIn(
  body: Record<string, unknown>,
  known: Readonly<Record<string, Schema>>,
  [type, label]: readonly [string, string],
): string[] {
  const own = Object.fromEntries(Object.entries(body).filter(([name]) => name !== 'depends_on'));
  const schema = known[type];
  return schema === undefined ? [`no schema of ${type}`] : mismatches(own, schema, `${type}.${label}`);
}

const render = (variant: keyof typeof variants) =>
  printTerraform(reasons.file, toTerraform(describeInfrastructure(variants[variant])));

/** `azurerm_storage_account.cache` and the like, declared and used. */
function references(text: string, file: ParsedTerraform) {
  const declared = Object.entries(file.resource).flatMap(([type, blocks]) =>
    Object.keys(blocks).map((label) => `${type}.${label}`),
  );
  const used = [...text.matchAll(/(?<![.\w])azurerm_\w+\.\w+/g)].map(([name]) => name);
  return { declared, used };
}

describe.each(Object.keys(variants) as (keyof typeof variants)[])('the Terraform of %s', (variant) => {
  test("parses, and has nothing that the provider's schema does not have", async () => {
    const file = await parseTerraform(render(variant));
    expect(Object.keys(file.resource).length).toBe(7);
    expect(problemsOf(file)).toEqual([]);
  });

  test('refers to nothing that it does not declare', async () => {
    const text = render(variant);
    const { declared, used } = references(text, await parseTerraform(text));
    expect(used.length).toBeGreaterThan(10);
    expect(used.filter((name) => !declared.includes(name))).toEqual([]);
  });
});

test.each([
  ['two containers', 'api://AzureADTokenExchange', undefined],
  ['another cloud', 'api://AzureADTokenExchangeUSGov', 'usgovernment'],
] as const)('the Terraform of %s takes tokens for %s', async (variant, audience, environment) => {
  const { provider, resource } = await parseTerraform(render(variant));
  expect(provider['azurerm']?.[0]['environment']).toBe(environment);
  const credentials = Object.values(resource['azurerm_federated_identity_credential'] ?? {});
  expect(credentials.length).toBeGreaterThan(2);
  for (const [body] of credentials) expect(body['audience']).toEqual([audience]);
});

test.each([
  [
    'min_tls_version ',
    'minimum_tls_version ',
    'azurerm_storage_account.cache.minimum_tls_version is unknown',
  ],
  ['"LRS"', '3', 'azurerm_storage_account.cache.account_replication_type is no string!'],
  [
    'last_access_time_enabled',
    'last_access',
    'azurerm_storage_account.cache.blob_properties[0].last_access is unknown',
  ],
  ['"azurerm_storage_management_policy"', '"azurerm_policy"', 'no schema of azurerm_policy'],
  ['data_plane_available', 'data_plane', 'azurerm..features[0].storage[0].data_plane is unknown'],
])('a template with %s as %s is found out', async (right, wrong, problem) => {
  const file = await parseTerraform(render('two containers').replace(right, wrong));
  expect(problemsOf(file)).toEqual([problem]);
});

test('broken syntax is found out', async () => {
  await expect(parseTerraform(render('two containers').replace('blob_properties {', '{'))).rejects.toThrow(
    'main.tf',
  );
});
