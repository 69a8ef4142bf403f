import { describe, expect, test } from 'vitest';

import { describeInfrastructure } from './describe-infrastructure.js';
import { resolveOptions } from './options.js';
import type { InfrastructureSchema } from './schema.js';

const group = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const describeWith = (options: InfrastructureSchema) =>
  describeInfrastructure(resolveOptions({ accountName: 'acmenxcache', ...options }, {}));

/** Who may write where, without a condition. */
const freeWriters = ({ assignments }: ReturnType<typeof describeWith>) =>
  assignments
    .filter(({ role, condition }) => role === 'writer' && condition === undefined)
    .map(({ principal, container }) => [principal, container]);

/** Whether a condition lets a blob of that name be written, by its tests of the path, which stand in brackets with OR between. */
function maybeWritten(condition: string | undefined, name: string): boolean {
  const [, ...alternatives] = (condition ?? '').split(' OR ');
  const likes = (pattern: string) =>
    new RegExp(`^${pattern.replace(/[.]/g, '\\.').replaceAll('*', '.*')}$`).test(name);
  return alternatives.some((alternative) =>
    [...alternative.matchAll(/(StringLike|StringNotLike) '([^']+)'/g)].every(
      ([, operator, pattern = '']) => likes(pattern) === (operator === 'StringLike'),
    ),
  );
}

describe('with two containers', () => {
  const infrastructure = describeWith({ developersGroupObjectId: group });

  test('only the trusted identity writes trusted artifacts', () => {
    expect(freeWriters(infrastructure)).toEqual([
      [{ identity: 'trusted' }, 'trusted'],
      [{ identity: 'untrusted' }, 'untrusted'],
      [{ group }, 'untrusted'],
    ]);
  });

  test('the others read them', () => {
    const readers = infrastructure.assignments.filter(({ role }) => role === 'reader');
    expect(readers.map(({ principal, container }) => [principal, container])).toEqual([
      [{ identity: 'untrusted' }, 'trusted'],
      [{ group }, 'trusted'],
    ]);
  });

  test('artifacts cool down and go, those of untrusted runs sooner', () => {
    expect(infrastructure.lifecycle).toEqual([
      { name: 'cache', prefixes: ['nx-cache/'], coolAfter: 30, deleteAfter: 90 },
      { name: 'untrusted', prefixes: ['nx-cache-untrusted/'], deleteAfter: 7 },
    ]);
  });
});

describe('with one container', () => {
  const infrastructure = describeWith({ oneContainer: true, prefix: 'web', developersGroupObjectId: group });

  test('everybody but the trusted identity writes under a condition', () => {
    expect(infrastructure.containers).toEqual([{ key: 'cache', name: 'nx-cache' }]);
    expect(freeWriters(infrastructure)).toEqual([[{ identity: 'trusted' }, 'cache']]);
    expect(infrastructure.assignments).toHaveLength(3);
  });

  test('the condition covers both actions that make a blob, and lets nobody below trusted', () => {
    const { condition } = infrastructure.assignments.find(({ key }) => key === 'untrustedWrites') ?? {};
    const blobs = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs';
    expect(condition).toContain(
      `!(ActionMatches{'${blobs}/write'}) AND !(ActionMatches{'${blobs}/add/action'})`,
    );
    expect(condition).toContain(`@Resource[${blobs}:path] StringLike 'web/v1/*'`);
    expect(condition).toContain(`@Resource[${blobs}:path] StringNotLike 'web/v1/trusted/*'`);
  });

  test('records of runs are written under it too', () => {
    const { condition } = infrastructure.assignments.find(({ key }) => key === 'untrustedWrites') ?? {};
    expect(maybeWritten(condition, 'web/runs/v1/2026-11-22/15-40-12.123Z-9f86d081.json')).toBe(true);
  });

  test.each([
    ['web/v1/pr/7/123', true],
    ['web/v1/branch/trusted/123', true],
    ['web/v1/trusted/123', false],
    ['web/v1/Trusted/123', true],
    ['v1/trusted/123', false],
    ['runs/v1/2026-11-22/a.json', false],
    ['other/v1/pr/7/123', false],
    // Of another workspace in the same container, with the prefix web/runs.
    ['web/runs/v1/trusted/123', false],
    ['web/runs/v1/pr/7/123', true],
  ])('an untrusted run may write %s: %s', (name, isAllowed) => {
    for (const { condition } of infrastructure.assignments.filter(({ condition }) => condition))
      expect(maybeWritten(condition, name)).toBe(isAllowed);
  });

  test('the scopes of untrusted runs go sooner', () => {
    const { prefixes } = infrastructure.lifecycle.find(({ name }) => name === 'untrusted') ?? {};
    expect(prefixes).toEqual(['branch', 'pr', 'tag', 'local'].map((scope) => `nx-cache/web/v1/${scope}/`));
  });
});

test.each([
  ['v1/pr/7/123', true],
  ['v1/trusted/123', false],
  ['runs/v1/2026-11-22/a.json', true],
  ['runs/v1/trusted/123', false],
  ['v2/pr/7/123', false],
])('without a prefix, an untrusted run may write %s: %s', (name, isAllowed) => {
  const { assignments } = describeWith({ oneContainer: true });
  expect(maybeWritten(assignments.at(-1)?.condition, name)).toBe(isAllowed);
});

test('without a prefix, names begin with the version', () => {
  const [rule] = describeWith({ oneContainer: true }).lifecycle.slice(1);
  expect(rule?.prefixes[0]).toBe('nx-cache/v1/branch/');
});
