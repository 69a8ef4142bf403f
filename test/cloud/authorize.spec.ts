import { describe, expect, test } from 'vitest';
import type { InfrastructureSchema } from '../../src/generators/infrastructure/options.js';
import { createAuthorizer, type Decision } from './authorize.js';
import { readOperation } from './storage-operation.js';
import { generateTemplate, readTemplate, type Format } from './templates.js';

const group = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const formats: readonly Format[] = ['bicep', 'terraform'];

/** Returns the rights of a template's role holders; each identity has its name from the template. */
async function rightsIn(format: Format, options: InfrastructureSchema, edit = (text: string) => text) {
  const common = { accountName: 'acmenxcache', developersGroupObjectId: group };
  const { assignments } = await readTemplate[format](
    generateTemplate(format, { ...common, ...options }, edit),
  );
  const authorizer = createAuthorizer(
    assignments.map(({ principal, ...grant }) => ({
      ...grant,
      objectId: 'objectId' in principal ? principal.objectId : principal.identity,
    })),
  );
  return async (who: string, request: string, { exists = false } = {}): Promise<Decision> => {
    const [method = '', url = ''] = request.split(' ');
    const operation = readOperation({ method, url });
    if (!operation) throw new Error(`no operation: ${request}`);
    return authorizer.decide([who], operation, () => Promise.resolve(exists));
  };
}

const refused = 'AuthorizationPermissionMismatch';
const list = (container: string) => `GET /${container}?restype=container&comp=list`;

describe.each(formats)('in the template in %s', (format) => {
  test.each(['untrusted', group])(
    'of two containers %s reads one, writes the other, and deletes nothing',
    async (who) => {
      const may = await rightsIn(format, {});
      for (const request of [
        'GET /nx-cache/v1/trusted/1',
        list('nx-cache'),
        'PUT /nx-cache-untrusted/v1/pr/7/1',
      ])
        expect(await may(who, request)).toBe('allowed');
      for (const request of [
        'PUT /nx-cache/v1/pr/7/1',
        'PUT /nx-cache/v1/trusted/1?comp=block',
        'DELETE /nx-cache-untrusted/v1/pr/7/1',
      ])
        expect(await may(who, request)).toBe(refused);
    },
  );

  test.each(['untrusted', group])(
    'of one container %s writes below its own folders, and records',
    async (who) => {
      const may = await rightsIn(format, { oneContainer: true, prefix: 'team/web' });
      const at = (name: string) => `PUT /nx-cache/${name}`;
      for (const name of [
        'team/web/v1/pr/7/1',
        'team/web/v1/local/ada/1',
        'team/web/v1/branch/trusted/1',
        'team/web/v1/Trusted/1',
        'team/web/runs/v1/pr/7/1',
        'team/web/runs/v1/2025-11-22/1.json',
      ])
        expect(await may(who, at(name))).toBe('allowed');
      const others = [
        'v1/pr/7/1',
        'team/web/v1/trusted/1',
        'team/web/v2/pr/7/1',
        'other/v1/pr/7/1',
        'TEAM/web/v1/pr/7/1',
        'runs/v1/2025-11-22/1.json',
        // Of another workspace in the same container, with the prefix team/web/runs.
        'team/web/runs/v1/trusted/1',
      ];
      for (const name of others) {
        expect(await may(who, at(name))).toBe(refused);
        expect(await may(who, at(`${name}?comp=blocklist`))).toBe(refused);
      }
      expect(await may(who, 'GET /nx-cache/team/web/v1/trusted/1')).toBe('allowed');
      expect(await may(who, list('nx-cache'))).toBe('allowed');
      expect(await may(who, 'DELETE /nx-cache/team/web/v1/pr/7/1')).toBe(refused);
    },
  );

  test('untrusted runs write below v1 and write records in one container without a prefix', async () => {
    const may = await rightsIn(format, { oneContainer: true });
    for (const name of ['v1/pr/7/1', 'runs/v1/2025-11-22/1.json'])
      expect(await may('untrusted', `PUT /nx-cache/${name}`)).toBe('allowed');
    for (const name of ['v1/trusted/1', 'runs/v1/trusted/1', 'v2/pr/7/1'])
      expect(await may('untrusted', `PUT /nx-cache/${name}`)).toBe(refused);
  });

  test('the same name for both containers is one container with a condition, regardless of the parameters', async () => {
    const { template, parameters } = generateTemplate(format, {
      accountName: 'acmenxcache',
      developersGroupObjectId: group,
    });
    const same = parameters.replace(/(['"])nx-cache-untrusted\1(?=\n)/, '$1nx-cache$1');
    expect(same).not.toBe(parameters);
    const { assignments } = await readTemplate[format]({ template, parameters: same });
    const free = assignments.filter(({ condition }) => condition === undefined);
    expect(free.map(({ principal }) => principal)).toEqual([{ identity: 'trusted' }]);
  });

  test('the trusted identity writes what is trusted, and nothing elsewhere', async () => {
    const may = await rightsIn(format, {});
    expect(await may('trusted', 'PUT /nx-cache/v1/trusted/1', { exists: true })).toBe('allowed');
    expect(await may('trusted', 'PUT /nx-cache-untrusted/v1/pr/7/1')).toBe(refused);
    expect(await may('nobody', 'GET /nx-cache/v1/trusted/1')).toBe(refused);
  });

  test('a condition without the right to add lets every job write first', async () => {
    const forget = (text: string) =>
      text.replaceAll(/ AND !\(ActionMatches\{\\?'[^']*add\/action\\?'\}\)/g, '');
    const may = await rightsIn(format, { oneContainer: true }, forget);
    expect(await may('untrusted', 'PUT /nx-cache/v1/trusted/1')).toBe('allowed');
    expect(await may('untrusted', 'PUT /nx-cache/v1/trusted/1', { exists: true })).toBe(
      'UnauthorizedBlobOverwrite',
    );
  });
});
