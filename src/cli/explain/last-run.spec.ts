import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { createWorkspace } from '../../../test/fakes/setup.js';
import type { Environment } from '../../config/environment.js';
import { closestIds, findCacheDirectories, findTask, readLastRun } from './last-run.js';

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
      id: 'web:lint',
      hash: '138',
      cacheStatus: 'cache-miss',
      code: 1,
      endTime: '2025-11-20T12:00:00.000Z',
    });
  });

  test('of an older Nx has no exit codes', () => {
    expect(findTask(runWith({ tasks: [task('web:build')] }), 'web:build')).toMatchObject({ code: undefined });
  });

  test('without the task suggests similar names', () => {
    expect(() => findTask(runWith(run), 'wbe:build')).toThrow(
      /^"wbe:build" is not one of the 2 tasks of the last run \(.*run\.json\); did you mean web:build\?$/,
    );
    expect(() => findTask(runWith(run), 'something-else')).toThrow('run it first, or use --hash');
  });

  test('without a hash for the task fails', () => {
    const tasks = [task('web:build', { hash: undefined })];
    expect(() => findTask(runWith({ tasks }), 'web:build')).toThrow(
      'the last run did not compute a hash for web:build',
    );
  });

  test.each(['', '{', '[]', { tasks: [{ taskId: 5 }] }])('that cannot be read fails: %j', (content) => {
    expect(() => runWith(content)).toThrow(
      /^no last run was found \(.*run\.json\): run the task on this machine first/,
    );
  });
});

test.each([
  ['web:biuld', ['web:build']],
  ['build', ['web:build', 'api:build', 'web:build:production']],
  ['web', ['web:build', 'web:test', 'web:build:production']],
  ['web:build:prod', ['web:build:production']],
  ['nothing-like-it', []],
  [':', []],
])('the names similar to %s are %j', (id, expected) => {
  const ids = ['web:build', 'web:test', 'api:build', 'web:build:production', 'api:e2e'];
  expect(closestIds(id, ids).slice(0, expected.length || 3)).toEqual(expected);
});

test('of several cache directories, the newest run counts', () => {
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
  expect(() => readLastRun(['/a', '/b'])).toThrow('no last run was found (/a/run.json, /b/run.json)');
});

describe('the cache directories are', () => {
  const find = (started: Environment, env = started, askNx?: (root: string, env: Environment) => string) =>
    findCacheDirectories('/workspace', { started, env }, askNx);
  const named = { NX_CACHE_DIRECTORY: 'named' };

  test('those that Nx prints, asked once with the variables of the shell', () => {
    const asked: Environment[] = [];
    const askNx = (_: string, env: Environment) => `/home/ada/.nx/${asked.push(env)}/cache`;
    expect(find({}, { OTHER: 'a' }, askNx)).toEqual(['/home/ada/.nx/1/cache']);
    expect(asked).toEqual([{}]);
  });

  test('two, if a .env file moves it for some runs only', () => {
    const askNx = (_: string, env: Environment) => env['NX_CACHE_DIRECTORY'] ?? '.nx/cache';
    expect(find({}, named, askNx)).toEqual(['/workspace/.nx/cache', '/workspace/named']);
    expect(find(named, named, askNx)).toEqual(['/workspace/named']);
  });

  test.each([
    [{}, '/workspace/.nx/cache'],
    [named, '/workspace/named'],
    [{ NX_CACHE_DIRECTORY: '/elsewhere' }, '/elsewhere'],
  ])('without an installed Nx, with %j: %s', (env, expected) => {
    expect(find(env)).toEqual([expected]);
  });
});
