import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { isAlive } from '../../test/is-alive.js';
import { endTool } from './end-tool.js';

/** A shell that waits for a process of its own, as `az` does for Python. */
async function startTool() {
  const sleeper = 'setInterval(() => {}, 1000); console.log(process.pid)';
  const child = spawn('/bin/sh', ['-c', `"${process.execPath}" -e '${sleeper}'; exit 1`]);
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const inner = Number(line.toString());
  onTestFinished(() => {
    if (isAlive(inner)) process.kill(inner, 'SIGKILL');
  });
  return { child, pid: child.pid ?? 0, inner };
}

test.skipIf(process.platform === 'win32')('a tool ends with what it has started', async () => {
  const { child, pid, inner } = await startTool();
  const ended = once(child, 'exit');
  endTool(pid);
  await ended;
  await expect.poll(() => isAlive(inner)).toBe(false);
});

test.skipIf(process.platform === 'win32')('a process that is no child of this one is let be', async () => {
  const { inner } = await startTool();
  endTool(inner);
  expect(isAlive(inner)).toBe(true);
});

test('a tool that has ended is no problem', async () => {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  expect(() => {
    endTool(child.pid ?? 0);
  }).not.toThrow();
});
