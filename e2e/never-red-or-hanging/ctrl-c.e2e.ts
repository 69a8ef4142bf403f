import { stripVTControlCharacters } from 'node:util';
import { beforeEach, expect, test } from 'vitest';
import { useLab } from '../../test/support/workspace/lab.js';
import type { Machine } from '../../test/support/workspace/machine.js';
import { projectFiles } from '../../test/support/workspace/projects.js';
import { openTerminal } from '../../test/support/workspace/terminal.js';

const lab = useLab();
const project = projectFiles({
  name: 'one',
  script: `fs.mkdirSync('dist', { recursive: true }); fs.writeFileSync('dist/out', 'one');`,
});

beforeEach(() => {
  lab.cloud.proxy.reset([{ match: ({ kind }) => kind === 'put', fault: { kind: 'hang before headers' } }]);
});

function buildInTerminal(machine: Machine) {
  const words = machine.command(['run-many', '-t', 'build']).map((word) => `'${word}'`);
  return openTerminal(words.join(' '), machine);
}

test('the wait for uploads shows its progress, and Ctrl-C ends it at once', async () => {
  const machine = await lab.machine(await lab.cloud.createShare(), project);
  const terminal = buildInTerminal(machine);
  await expect.poll(terminal.screen, { timeout: 15_000 }).toContain('uploading 1 artifact');
  const pressed = performance.now();
  terminal.type('\u0003');
  await terminal.ended;
  expect(performance.now() - pressed).toBeLessThan(2_000);
});

test('the wait ends without Ctrl-C after 10 s without progress', async () => {
  const machine = await lab.machine(await lab.cloud.createShare(), project);
  const run = await machine.nx(['run-many', '-t', 'build']);
  expect(run.code).toBe(0);
  expect(run.stderr).toContain('1 artifact was not uploaded');
  expect(run.ms).toBeGreaterThan(10_000);
  expect(run.ms).toBeLessThan(25_000);
});

test('Ctrl-C at a question of the command answers no', async () => {
  lab.cloud.proxy.reset();
  const machine = await lab.machine(await lab.cloud.createShare(), project);
  await machine.nx(['run-many', '-t', 'build']);
  const terminal = openTerminal('node_modules/.bin/nx-azure-cache prune --max-size 1B', machine);
  await expect.poll(terminal.screen, { timeout: 15_000 }).toContain('Delete 1 blob?');
  terminal.type('\u0003');
  await terminal.ended;
  expect(stripVTControlCharacters(terminal.screen())).toMatch(/\[y\/N\] \r?\nnothing was deleted/);
});
