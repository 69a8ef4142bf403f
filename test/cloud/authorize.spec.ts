import { describe, expect, test } from 'vitest';
import type { InfrastructureSchema } from '../../src/generators/infrastructure/schema.js';
import { createAuthorizer, type Decision } from './authorize.js';
import { readOperation } from './storage-operation.js';
import { generateTemplate, readTemplate, type Format } from './templates.js';

const group = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const formats: readonly Format[] = ['bicep', 'terraform'];

/** What the holders of a template's roles come to; an identity is known by what the template calls it. */
async function rightsIn(format: Format, options: InfrastructureSchema, edit = (text: string) => text) {
  const text = generateTemplate(format, {
    ...{ accountName: 'acmenxcache', developersGroupObjectId: group, ...options },
  });
  const { assignments } = await readTemplate[format](edit(text));
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
        'team/web/runs/v1/2025-11-22/1.json',
      ])
        expect(await may(who, at(name))).toBe('allowed');
      const others = [
        'v1/pr/7/1',
        'team/web/v1/trusted/1',
        'team/web/v2/pr/7/1',
        'other/v1/pr/7/1',
        'TEAM/web/v1/pr/7/1',
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

  test('the trusted identity writes what is trusted, and nothing elsewhere', async () => {
    const may = await rightsIn(format, {});
    expect(await may('trusted', 'PUT /nx-cache/v1/trusted/1', { exists: true })).toBe('allowed');
    expect(await may('trusted', 'PUT /nx-cache-untrusted/v1/pr/7/1')).toBe(refused);
    expect(await may('nobody', 'GET /nx-cache/v1/trusted/1')).toBe(refused);
  });

  test('a condition that forgets the right to add lets everybody be the first to write', async () => {
    const forget = (text: string) =>
      text.replaceAll(/ AND !\(ActionMatches\{\\?'[^']*add\/action\\?'\}\)/g, '');
    const may = await rightsIn(format, { oneContainer: true }, forget);
    expect(await may('untrusted', 'PUT /nx-cache/v1/trusted/1')).toBe('allowed');
    expect(await may('untrusted', 'PUT /nx-cache/v1/trusted/1', { exists: true })).toBe(
      'UnauthorizedBlobOverwrite',
    );
  });
});
