import { channel } from 'node:diagnostics_channel';
import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';

import { watchTools } from './developer-tools.js';

/** A process as Node starts one for `exec`, on each system by its shell. */
function start(spawnargs: readonly string[]) {
  const child = Object.assign(new EventEmitter(), { spawnargs, stderr: new EventEmitter() });
  channel('child_process').publish({ process: child });
  child.emit('spawn');
  return child;
}

test.each([
  ['az', ['/bin/sh', '-c', 'az account get-access-token --output json']],
  ['az', ['C:\\Windows\\system32\\cmd.exe', '/d', '/s', '/c', '"az account get-access-token --output json"']],
  ['azd', ['cmd.exe', '/d', '/s', '/c', '"azd auth token --output json"']],
  ['pwsh', ['pwsh.exe', '-NoProfile', '-Command', '…']],
  ['pwsh', ['powershell.exe', '/?']],
])('%s is known by its command line: %j', (tool, spawnargs) => {
  const { runs, end } = watchTools();
  const child = start(spawnargs);
  child.stderr.emit('data', 'a word');
  child.emit('exit', 1);
  end();
  expect(runs).toEqual([{ tool, end: { code: 1 }, errors: 'a word' }]);
});

test('another process is none of them', () => {
  const { runs, end } = watchTools();
  start(['cmd.exe', '/d', '/s', '/c', '"git status"']);
  end();
  expect(runs).toEqual([]);
});
