import { describe, expect, test } from 'vitest';
import type { Deployment } from './deployment.js';
import { generateTemplate, readTemplate, type Format } from './templates.js';

const group = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const common = { accountName: 'acmenxcache', githubRepository: 'acme/web', developersGroupObjectId: group };
const blobs = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs';
const reads = [`${blobs}/read`];
const writes = ['read', 'write', 'add/action'].map((verb) => `${blobs}/${verb}`);
/** Terraform's parser returns another order. */
const sorted = (values: readonly unknown[]) => values.map((value) => JSON.stringify(value)).toSorted();
const inOrder = ({ identities, assignments, ...others }: Deployment) => ({
  ...others,
  assignments: sorted(assignments),
  identities: identities.map(({ key, credentials }) => ({ key, credentials: sorted(credentials) })),
});
const formats: readonly Format[] = ['bicep', 'terraform'];

describe.each(formats)('the template in %s', (format) => {
  const read = (options: object, edit = (text: string) => text) =>
    readTemplate[format](generateTemplate(format, { ...common, ...options }, edit));

  test('grants the rights of each identity in two containers', async () => {
    const { account, containers, assignments } = await read({});
    expect(account).toEqual({ name: 'acmenxcache', allowsKeys: false, allowsPublicAccess: false });
    expect(containers).toEqual([
      { name: 'nx-cache', isPublic: false },
      { name: 'nx-cache-untrusted', isPublic: false },
    ]);
    expect(sorted(assignments)).toEqual(
      sorted([
        { principal: { identity: 'trusted' }, container: 'nx-cache', dataActions: writes },
        { principal: { identity: 'untrusted' }, container: 'nx-cache', dataActions: reads },
        { principal: { identity: 'untrusted' }, container: 'nx-cache-untrusted', dataActions: writes },
        { principal: { objectId: group }, container: 'nx-cache', dataActions: reads },
        { principal: { objectId: group }, container: 'nx-cache-untrusted', dataActions: writes },
      ]),
    );
  });

  test('grants them by conditions in one container', async () => {
    const { containers, assignments } = await read({ oneContainer: true, prefix: 'team/web' });
    expect(containers).toHaveLength(1);
    expect(assignments.filter(({ condition }) => condition === undefined)).toEqual([
      { principal: { identity: 'trusted' }, container: 'nx-cache', dataActions: writes },
    ]);
    expect(
      assignments.map(({ condition = '' }) => condition.includes("StringNotLike 'team/web/v1/trusted/*'")),
    ).toContain(true);
  });

  test.each([
    [{}, ['nx-cache-untrusted/'], ['nx-cache/']],
    [
      { oneContainer: true, prefix: 'web', container: 'mine' },
      ['branch', 'pr', 'tag', 'local'].map((scope) => `mine/web/v1/${scope}/`),
      ['mine/'],
    ],
    [
      { oneContainer: true },
      ['branch', 'pr', 'tag', 'local'].map((scope) => `nx-cache/v1/${scope}/`),
      ['nx-cache/'],
    ],
  ])('deletes untrusted artifacts sooner: %j', async (options, untrusted, all) => {
    const { lifecycle } = await read({ ...options, coolAfterDays: 20, untrustedDeleteAfterDays: 5 });
    expect(lifecycle).toEqual([
      { prefixes: all, coolAfter: 20, deleteAfter: 90 },
      { prefixes: untrusted, deleteAfter: 5 },
    ]);
  });

  test('lists the tokens that each identity is given for', async () => {
    const { identities } = await read({ untrustedSubjects: ['https://ci.example a:b:c'] });
    expect(identities.map(({ key }) => key)).toEqual(['trusted', 'untrusted']);
    const audiences = ['api://AzureADTokenExchange'];
    expect(identities[1]?.credentials).toContainEqual({
      issuer: 'https://ci.example',
      subject: 'a:b:c',
      audiences,
    });
  });

  test('is rejected with an unknown role, or with a condition of an old version', async () => {
    const unknown = /2a2b9908-6ea1-4ae2-8e65-a410df84e7d1|Storage Blob Data Reader/g;
    await expect(read({}, (text) => text.replaceAll(unknown, 'other'))).rejects.toThrow('no built-in role');
    const old = (text: string) => text.replaceAll(/(['"])2\.0\1/g, '$11.0$1');
    await expect(read({ oneContainer: true }, old)).rejects.toThrow('not of version 2.0');
  });
});

test('Bicep and Terraform grant the same rights', async () => {
  for (const oneContainer of [false, true]) {
    const options = { ...common, oneContainer, trustedSubjects: ['https://ci.example a:b'] };
    const read = (format: Format) => readTemplate[format](generateTemplate(format, options));
    expect(inOrder(await read('terraform'))).toEqual(inOrder(await read('bicep')));
  }
});
