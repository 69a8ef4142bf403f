import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

import { clouds } from '../../src/generators/clouds.js';
import { generateTemplate } from '../cloud/templates.js';
import { evaluateBicep, type EvaluatedResource } from './evaluate-bicep.js';
import { mismatches } from './mismatches.js';
import schemas from './resource-manager.json';
import { variants } from './variants.js';

/** The properties that Bicep itself reads in a resource of any type. */
const ofBicep = ['parent', 'scope', 'dependsOn'];

function problemsOf({ symbol, type, body }: EvaluatedResource): string[] {
  const own = Object.fromEntries(Object.entries(body).filter(([name]) => !ofBicep.includes(name)));
  const schema = Object.entries(schemas.resource).find(([name]) => name === type)?.[1];
  return schema === undefined ? [`${symbol}: no schema of ${type}`] : mismatches(own, schema, symbol);
}

/** The generator's output for a variant, with a change in the template. */
async function deploy(variant: keyof typeof variants, edit = (template: string) => template) {
  const { template, parameters } = generateTemplate('bicep', variants[variant], edit);
  return evaluateBicep(template, parameters);
}

const bodies = (resources: readonly EvaluatedResource[], type: string) =>
  resources.filter((resource) => resource.type.includes(`/${type}@`)).map(({ body }) => body);

describe.each(Object.keys(variants) as (keyof typeof variants)[])('the Bicep of %s', (variant) => {
  test('has nothing that the published schemas do not have', async () => {
    const { resources } = await deploy(variant);
    expect(resources.length).toBeGreaterThan(9);
    expect(resources.flatMap(problemsOf)).toEqual([]);
  });

  test('deploys no resource twice, and outputs what CI needs', async () => {
    const { resources, outputs } = await deploy(variant);
    const names = resources.map(({ type, body }) => JSON.stringify([type, body['parent'], body['name']]));
    expect(new Set(names).size).toBe(names.length);
    expect(outputs).toEqual({
      accountName: 'acmenxcache',
      trustedClientId: 'trustedIdentity',
      untrustedClientId: 'untrustedIdentity',
      tenantId: 'the tenant',
      subscriptionId: 'the subscription',
    });
  });
});

test('the Bicep refers to nothing that it does not declare', async () => {
  const { declared, used } = await deploy('two containers');
  expect(used.length).toBeGreaterThan(30);
  expect(used.filter((name) => !declared.includes(name))).toEqual([]);
});

test('the Bicep names its resources as earlier versions did, so that a deployment changes none', async () => {
  const one = await deploy('one container');
  const two = await deploy('two containers');
  const assignments = (resources: readonly EvaluatedResource[]) =>
    bodies(resources, 'roleAssignments').map(({ name }) => name);
  expect(assignments(two.resources)).toEqual([
    'guid(trustedContainer, trustedWrites)',
    'guid(trustedContainer, untrustedReads)',
    'guid(otherContainer, untrustedWrites)',
    'guid(trustedContainer, developersReads)',
    'guid(otherContainer, developersWrites)',
  ]);
  expect(assignments(one.resources)).toEqual([
    'guid(trustedContainer, trustedWrites)',
    'guid(trustedContainer, untrustedWrites)',
    'guid(trustedContainer, developersWrites)',
  ]);
  expect(bodies(two.resources, 'federatedIdentityCredentials').map(({ name }) => name)).toEqual([
    'github-ref-refs-heads-main-61aee647',
    'github-ref-refs-heads-stable-fcb3b26e',
    'github-pull-request-481fbad4',
    'github-environment-nx-cache-untrusted-effef4b7',
  ]);
});

test.each(Object.entries(clouds))(
  'the Bicep of the cloud %s takes tokens for its audience',
  async (cloud, { audience }) => {
    const { template, parameters } = generateTemplate('bicep', { ...variants['two containers'], cloud });
    const { resources } = await evaluateBicep(template, parameters);
    const credentials = bodies(resources, 'federatedIdentityCredentials');
    expect(credentials).toHaveLength(4);
    for (const { properties } of credentials) expect(properties).toMatchObject({ audiences: [audience] });
  },
);

test('quotes, interpolation and backslashes in a subject arrive in Azure as they are', async () => {
  const { resources } = await deploy('an environment and other CIs');
  expect(bodies(resources, 'federatedIdentityCredentials').at(-1)).toMatchObject({
    properties: { issuer: "https://ci.example/o'neill", subject: '${subject} %{with} \\signs' },
  });
});

test('the parameter file of the documentation deploys, and trusts the job that it names', async () => {
  const [, parameters = ''] =
    /```bicep\n([^]*?)```/.exec(readFileSync('docs/infrastructure.md', 'utf8')) ?? [];
  const { resources } = await evaluateBicep(readFileSync('infrastructure/main.bicep', 'utf8'), parameters);
  expect(resources.flatMap(problemsOf)).toEqual([]);
  expect(bodies(resources, 'federatedIdentityCredentials')).toMatchObject([
    { parent: { id: 'trustedIdentity' }, properties: { subject: 'repo:acme/web:ref:refs/heads/main' } },
  ]);
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
  const { resources } = await deploy('two containers', (template) => template.replace(right, wrong));
  expect(resources.flatMap(problemsOf)[0]).toContain(problem);
});

test('a name that is not declared, a parameter that is not there, and broken syntax are found out', async () => {
  const edited = (right: string, wrong: string) =>
    deploy('two containers', (template) => template.replace(right, wrong));
  await expect(edited('parent: blobService', 'parent: blobServices')).rejects.toThrow(
    'blobServices is not declared',
  );
  await expect(edited('param redundancy', 'param copies')).rejects.toThrow('no parameter redundancy');
  await expect(edited('sku: {', 'sku: ')).rejects.toThrow(SyntaxError);
});
