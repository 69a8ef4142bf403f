import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createWorkspace } from '../../../test/fakes/setup.js';
import { closestIds } from './closest-ids.js';
import { findCacheDirectory } from './find-cache-directory.js';
import { findTask, readLastRun } from './last-run.js';

function runWith(content: unknown) {
  const folder = createWorkspace(undefined);
  writeFileSync(join(folder, 'run.json'), typeof content === 'string' ? content : JSON.stringify(content));
  return readLastRun(folder);
}

const task = (taskId: string, more = {}) => ({ taskId, hash: '138', cacheStatus: 'cache-miss', ...more });
const run = {
  run: { endTime: '2025-11-20T12:00:00.000Z' },
  tasks: [task('web:build'), task('web:lint', { status: 1 })],
};

describe('the last run', () => {
  test('has the task', () => {
    expect(findTask(runWith(run), 'web:lint')).toEqual({
      ...{
        id: 'web:lint',
        hash: '138',
        cacheStatus: 'cache-miss',
        code: 1,
        endTime: '2025-11-20T12:00:00.000Z',
      },
    });
  });

  test('of an older Nx says less', () => {
    expect(findTask(runWith({ tasks: [task('web:build')] }), 'web:build')).toMatchObject({ code: undefined });
  });

  test('without the task names those that are near', () => {
    expect(() => findTask(runWith(run), 'wbe:build')).toThrow(
      /^"wbe:build" is not among the 2 tasks of the last run \(.*run\.json\); did you mean web:build\?$/,
    );
    expect(() => findTask(runWith(run), 'something-else')).toThrow('run it first, or give --hash');
  });

  test('that did not come to the task', () => {
    const tasks = [task('web:build', { hash: undefined })];
    expect(() => findTask(runWith({ tasks }), 'web:build')).toThrow('no hash of web:build');
  });

  test.each(['', '{', '[]', { tasks: [{ taskId: 5 }] }])('that cannot be read: %j', (content) => {
    expect(() => runWith(content)).toThrow(/^there is no last run in .*run\.json: run the task first/);
  });
});

test.each([
  ['web:biuld', ['web:build']],
  ['build', ['web:build', 'api:build', 'web:build:production']],
  ['web', ['web:build', 'web:test', 'web:build:production']],
  ['web:build:prod', ['web:build:production']],
  ['nothing-like-it', []],
  [':', []],
])('near to %s: %j', (id, expected) => {
  const ids = ['web:build', 'web:test', 'api:build', 'web:build:production', 'api:e2e'];
  expect(closestIds(id, ids).slice(0, expected.length || 3)).toEqual(expected);
});

describe('the cache directory is', () => {
  const unasked = () => {
    throw new Error('Nx was asked');
  };

  test.each([
    ['/elsewhere', '/elsewhere'],
    ['tmp/cache', '/workspace/tmp/cache'],
  ])('where NX_CACHE_DIRECTORY says: %s', (named, expected) => {
    expect(findCacheDirectory('/workspace', { NX_CACHE_DIRECTORY: named }, unasked)).toBe(expected);
  });

  test('where Nx says', () => {
    expect(findCacheDirectory('/workspace', {}, () => '/home/ada/.nx/1/cache')).toBe('/home/ada/.nx/1/cache');
  });

  test('where older ones had it, without an Nx to ask', () => {
    const root = createWorkspace({});
    expect(findCacheDirectory(root, {})).toBe(join(root, '.nx/cache'));
  });
});
