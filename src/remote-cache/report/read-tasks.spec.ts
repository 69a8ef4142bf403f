import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { temporaryFolder } from '../../../test/support/temporary-folder.js';
import { readTasks } from './read-tasks.js';

const start = Date.parse('2026-11-22T15:40:00.000Z');
const runJson = {
  run: { command: 'nx build', startTime: '2026-11-22T15:40:00.500Z', endTime: '2026-11-22T15:40:09.000Z' },
  tasks: [
    {
      taskId: 'web:build',
      target: 'build',
      projectName: 'web',
      hash: '1',
      cacheStatus: 'cache-miss',
      startTime: '2026-11-22T15:40:01.000Z',
      endTime: '2026-11-22T15:40:03.500Z',
      status: 1,
    },
    {
      taskId: 'app:lint',
      target: 'lint',
      projectName: 'app',
      hash: '2',
      cacheStatus: 'remote-cache-hit',
      startTime: '2026-11-22T15:40:01.000Z',
      endTime: '2026-11-22T15:40:01.025Z',
    },
  ],
};

function read(content: string | undefined, since = start) {
  const folder = temporaryFolder();
  if (content !== undefined) writeFileSync(join(folder, 'run.json'), content);
  return [...readTasks(folder, since)];
}

test('tasks are known by their hash', () => {
  expect(read(JSON.stringify(runJson))).toEqual([
    ['1', { id: 'web:build', project: 'web', target: 'build', ms: 2500, ran: true, failed: true }],
    ['2', { id: 'app:lint', project: 'app', target: 'lint', ms: 25, ran: false, failed: false }],
  ]);
});

test('the file of an earlier run is ignored', () => {
  expect(read(JSON.stringify(runJson), start + 60_000)).toEqual([]);
});

test.each([undefined, '', '{', '[]', '{"run":{}}', '{"tasks":[]}', 'null'])(
  '%j makes no tasks',
  (content) => {
    expect(read(content)).toEqual([]);
  },
);

test('there are no tasks without a folder', () => {
  expect([...readTasks(undefined, 0)]).toEqual([]);
});
