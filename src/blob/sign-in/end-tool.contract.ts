import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, onTestFinished, test } from 'vitest';

import { isAlive } from '../../../test/support/is-alive.js';
import { endTool, familyOf, parseProcesses } from './end-tool.js';

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
  await expect.poll(() => isAlive(inner), { timeout: 10_000 }).toBe(false);
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

describe('who is ended, by the list of processes:', () => {
  // As Windows lists them: id, parent, ticks of the creation.
  const nx = '10 1 638999999990000000';
  const family = (...lines: string[]) => familyOf(20, 10, parseProcesses([nx, ...lines].join('\r\n')));

  test('a tool with its descendants, and nobody beside', () => {
    const az = '20 10 638999999991000000';
    const python = '30 20 638999999992000000';
    const child = '40 30 638999999993000000';
    expect(family(az, '25 10 638999999991500000', python, child, '50 1 638999999994000000')).toEqual([
      20, 30, 40,
    ]);
  });

  test('nobody, when the id is that of another process by now', () => {
    expect(family('20 1 638999999995000000')).toEqual([]);
    expect(family('20 4 638999999995000000', '30 20 638999999996000000')).toEqual([]);
  });

  test('nobody, when the process had a parent of an earlier life of this id', () => {
    expect(family('20 10 638999999980000000')).toEqual([]);
  });

  test('no process that a former holder of the tool’s id has left', () => {
    expect(family('20 10 638999999991000000', '30 20 638999999980000000')).toEqual([20]);
  });

  test('nobody, when the system lists nothing', () => {
    expect(familyOf(20, 10, [])).toEqual([]);
    expect(familyOf(20, 10, parseProcesses(''))).toEqual([]);
  });

  test('a list that is not sound ends', () => {
    expect(family('20 10 638999999991000000', '0 0', '30 20', '30 30 638999999991000000')).toEqual([20]);
    const loop = ['20 10', '30 20', '20 30'];
    expect(new Set(familyOf(20, 10, parseProcesses(['10 1', ...loop].join('\n'))))).toEqual(
      new Set([20, 30]),
    );
  });
});
