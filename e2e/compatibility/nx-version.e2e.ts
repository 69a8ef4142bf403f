import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { installNx } from '../../test/support/install/nx-version.js';
import { useLab } from '../../test/support/workspace/lab.js';
import { projectFiles } from '../../test/support/workspace/projects.js';
import { parseOutput } from '../../test/support/workspace/parse-output.js';

const lab = useLab();
const project = projectFiles({ name: 'one', outputs: [], script: '' });
const another = projectFiles({ name: 'two', outputs: [], script: '' });
const installs: string[] = [];

afterEach(() => {
  for (const folder of installs.splice(0)) rmSync(folder, { recursive: true });
});

/** An Nx 24 that reports another version, because future versions do not exist yet. */
async function installAs(version: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'nx-azure-cache-'));
  installs.push(folder);
  cpSync(await installNx('24'), folder, { recursive: true, verbatimSymlinks: true });
  const manifest = join(folder, 'node_modules/nx/package.json');
  const content = JSON.parse(readFileSync(manifest, 'utf8')) as object;
  writeFileSync(manifest, JSON.stringify({ ...content, version }));
  return folder;
}

test.each([
  ['25.0.0', 'too new'],
  ['20.0.12', 'too old'],
])('Nx %s, %s, is reported once, and the cache works', async (version) => {
  const machine = await lab.machine(await lab.cloud.createShare(), project, {
    install: await installAs(version),
  });
  const run = await machine.nx(['run-many', '-t', 'build']);
  expect(run.code).toBe(0);
  expect(parseOutput(run).warnings).toEqual([expect.stringContaining(`Nx ${version}`)]);
  expect(parseOutput(run).summary).toContain('1 stored');
});

test('a newer Nx is reported in the first run of a day only', async () => {
  const machine = await lab.machine(
    await lab.cloud.createShare(),
    { ...project, ...another },
    { install: await installAs('25.0.0') },
  );
  const [first, second] = [await machine.nx(['run', 'one:build']), await machine.nx(['run', 'two:build'])];
  expect(parseOutput(first).warnings).toHaveLength(1);
  expect(parseOutput(second)).toMatchObject({
    warnings: [],
    summary: expect.stringContaining('1 stored') as string,
  });
});

test.each([
  ['25.0.0', 'silenced', { NX_AZURE_CACHE_NEW_NX_WARNING: 'false' }],
  ['24.99.0-beta.1', 'a beta of a tested line', {}],
])('Nx %s, %s, is not reported', async (version, _, env) => {
  const machine = await lab.machine(await lab.cloud.createShare(), project, {
    install: await installAs(version),
  });
  const run = await machine.nx(['run-many', '-t', 'build'], { env });
  expect(parseOutput(run)).toMatchObject({
    warnings: [],
    summary: expect.stringContaining('1 stored') as string,
  });
});
