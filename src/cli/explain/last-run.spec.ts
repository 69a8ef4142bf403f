import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createWorkspace } from '../../../test/support/fakes/setup.js';
import type { Environment } from '../../config/environment.js';
import { closestIds } from './closest-ids.js';
import { findCacheDirectories } from './find-cache-directories.js';
import { findTask, readLastRun } from './last-run.js';

function runWith(content: unknown) {
  const folder = createWorkspace(undefined);
  writeFileSync(join(folder, 'run.json'), typeof content === 'string' ? content : JSON.stringify(content));
  return readLastRun([folder]);
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

test('of two cache directories, the one of the newest run counts', () => {
  const root = createWorkspace(undefined);
  const folders = ['old', 'new', 'empty'].map((name) => join(root, name));
  folders.forEach((folder, index) => {
    mkdirSync(folder);
    if (index === 2) return;
    const path = join(folder, 'run.json');
    writeFileSync(path, JSON.stringify(run));
    utimesSync(path, 1_000 + index, 1_000 + index);
  });
  expect(readLastRun(folders).path).toBe(join(root, 'new/run.json'));
  expect(() => readLastRun(['/a', '/b'])).toThrow('no last run in /a/run.json or /b/run.json');
});

describe('the cache directories are', () => {
  const find = (started: Environment, env = started, askNx?: (root: string, env: Environment) => string) =>
    findCacheDirectories('/workspace', { started, env }, askNx);
  const named = { NX_CACHE_DIRECTORY: 'named' };

  test('where Nx says, asked once with the variables of the shell', () => {
    const asked: Environment[] = [];
    const askNx = (_: string, env: Environment) => `/home/ada/.nx/${asked.push(env)}/cache`;
    expect(find({}, { OTHER: 'a' }, askNx)).toEqual(['/home/ada/.nx/1/cache']);
    expect(asked).toEqual([{}]);
  });

  test('two, where a .env file moves it for some runs alone', () => {
    const askNx = (_: string, env: Environment) => env['NX_CACHE_DIRECTORY'] ?? '.nx/cache';
    expect(find({}, named, askNx)).toEqual(['/workspace/.nx/cache', '/workspace/named']);
    expect(find(named, named, askNx)).toEqual(['/workspace/named']);
  });
});
