import { describe, expect, test } from 'vitest';

import { clouds } from '../../src/generators/clouds.js';
import { generateTemplate } from '../cloud/templates.js';
import schemas from './azurerm.json';
import type { EvaluatedResource } from './evaluate-bicep.js';
import { evaluateTerraform } from './evaluate-terraform.js';
import { mismatches, type Schema } from './mismatches.js';
import { variants } from './variants.js';

type Plan = Awaited<ReturnType<typeof evaluateTerraform>>;

/** The generator's output for a variant, with a change in the template. */
async function plan(variant: keyof typeof variants, edit = (template: string) => template): Promise<Plan> {
  const { template, parameters } = generateTemplate('terraform', variants[variant], edit);
  return evaluateTerraform(template, parameters);
}

function problemsOf({ resources, data, provider }: Plan): string[] {
  const problemsIn = (known: Readonly<Record<string, Schema>>) => (block: EvaluatedResource) => {
    const schema = known[block.type];
    if (schema === undefined) return [`no schema of ${block.type}`];
    return mismatches(block.body, schema, `${block.type}.${block.symbol}`);
  };
  return [
    ...resources.flatMap(problemsIn(schemas.resource)),
    ...data.flatMap(problemsIn(schemas.data)),
    ...mismatches(provider, schemas.provider.azurerm, 'azurerm'),
  ];
}

const addresses = ({ resources }: Plan, type: string) =>
  resources.filter((resource) => resource.type === type).map(({ symbol }) => symbol);

describe.each(Object.keys(variants) as (keyof typeof variants)[])('the Terraform of %s', (variant) => {
  test("has nothing that the provider's schema does not have", async () => {
    const planned = await plan(variant);
    expect(planned.resources.length).toBeGreaterThan(9);
    expect(problemsOf(planned)).toEqual([]);
  });

  test('outputs what CI needs', async () => {
    expect((await plan(variant)).outputs).toEqual({
      account_name: 'acmenxcache',
      trusted_client_id: 'azurerm_user_assigned_identity.trusted.client_id',
      untrusted_client_id: 'azurerm_user_assigned_identity.untrusted.client_id',
      tenant_id: 'azurerm_client_config.current.tenant_id',
      subscription_id: 'azurerm_client_config.current.subscription_id',
    });
  });
});

test('the Terraform keeps the addresses of earlier versions, so that it replaces nothing', async () => {
  const one = await plan('one container');
  const two = await plan('two containers');
  expect(addresses(two, 'azurerm_storage_container')).toEqual(['trusted', 'untrusted']);
  expect(addresses(one, 'azurerm_storage_container')).toEqual(['trusted']);
  expect(addresses(two, 'azurerm_role_assignment')).toEqual([
    'developers_reads',
    'developers_writes',
    'trusted_writes',
    'untrusted_reads',
    'untrusted_writes',
  ]);
  expect(addresses(one, 'azurerm_role_assignment')).toEqual([
    'developers_writes',
    'trusted_writes',
    'untrusted_writes',
  ]);
});

test.each(Object.entries(clouds))('the Terraform of the cloud %s signs in there', async (cloud, known) => {
  const { template, parameters } = generateTemplate('terraform', { ...variants['two containers'], cloud });
  const { provider, resources } = await evaluateTerraform(template, parameters);
  expect(provider['environment']).toBe(known.terraform);
  const credentials = resources.filter(({ type }) => type === 'azurerm_federated_identity_credential');
  expect(credentials).toHaveLength(4);
  for (const { body } of credentials) expect(body['audience']).toEqual([known.audience]);
});

test('quotes, interpolation and backslashes in a subject arrive in Azure as they are', async () => {
  const { resources } = await plan('an environment and other CIs');
  expect(resources.map(({ body }) => body)).toContainEqual(
    expect.objectContaining({
      issuer: "https://ci.example/o'neill",
      subject: '${subject} %{with} \\signs',
    }),
  );
});

test.each([
  [
    'min_tls_version ',
    'minimum_tls_version ',
    'azurerm_storage_account.cache.minimum_tls_version is unknown',
  ],
  ['= var.redundancy', '= 3', 'azurerm_storage_account.cache.account_replication_type is no string!'],
  [
    'last_access_time_enabled',
    'last_access',
    'azurerm_storage_account.cache.blob_properties[0].last_access is unknown',
  ],
  ['"azurerm_storage_management_policy"', '"azurerm_policy"', 'no schema of azurerm_policy'],
  ['data_plane_available', 'data_plane', 'azurerm.features[0].storage[0].data_plane is unknown'],
])('a template with %s as %s is found out', async (right, wrong, problem) => {
  const planned = await plan('two containers', (template) => template.replace(right, wrong));
  expect(problemsOf(planned)).toEqual([problem]);
});

test('a name that is not declared, a variable that is not there, and broken syntax are found out', async () => {
  const edited = (right: string, wrong: string) =>
    plan('two containers', (template) => template.replace(right, wrong));
  await expect(
    edited('azurerm_user_assigned_identity.trusted.id', 'azurerm_user_assigned_identity.main.id'),
  ).rejects.toThrow('azurerm_user_assigned_identity.main is not declared');
  await expect(edited('variable "redundancy"', 'variable "copies"')).rejects.toThrow(
    'no variable redundancy',
  );
  await expect(edited('blob_properties {', '{')).rejects.toThrow('main.tf');
});
