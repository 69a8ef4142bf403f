import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { connectionStringAt } from '../../test/support/azurite.js';
import type { Machine } from '../../test/support/workspace/machine.js';
import { projectFiles } from '../../test/support/workspace/projects.js';
import { parseOutput } from '../../test/support/workspace/parse-output.js';
import { runScript } from './run-script.js';
import { useWindowsLab } from './windows-lab.js';
import { mount } from './wine.js';

const lab = useWindowsLab();
/** Below every folder that the tests use more than 260 characters. */
const deep = `dist/${Array.from({ length: 6 }, (_, i) => 'folder'.padEnd(50, String(i))).join('/')}`;
const project = projectFiles({
  name: 'one',
  script: `fs.mkdirSync('${deep}', { recursive: true });
fs.writeFileSync('dist/out', 'one');
fs.writeFileSync('${deep}/out', 'deep');`,
});
const build = (machine: Machine) => machine.nx(['run-many', '-t', 'build']);

/** A share that has the result of the task, from Linux; the tests that use it add nothing. */
let warm: Awaited<ReturnType<typeof fill>>;

beforeAll(async () => {
  warm = await fill();
});

async function fill() {
  const share = await lab.cloud.createShare();
  const run = await build(await lab.linux(share, project));
  expect(parseOutput(run).summary).toContain('1 stored');
  return { ...share, hash: run.tasks[0]?.hash ?? '' };
}

test('a service that is down is a miss, in one line, and the build is green', async () => {
  const { azure } = await lab.cloud.createShare();
  // Nothing listens on the port that tcpmux never got.
  const env = { AZURE_STORAGE_CONNECTION_STRING: connectionStringAt('http://127.0.0.1:1/devstoreaccount1') };
  const machine = await lab.windows({ azure, env }, project);
  const run = await build(machine);
  expect(run.code).toBe(0);
  expect(machine.executed()).toEqual(['one:build']);
  expect(parseOutput(run).warnings).toEqual([expect.stringMatching(/127\.0\.0\.1.*ECONNREFUSED/)]);
  expect(parseOutput(run).summary).toMatch(/^0 hits, 0 misses, 0 stored.* \(\d network\)$/);
});

test('a run in read-only mode has hits, and stores nothing', async () => {
  const { azure, env } = warm;
  const share = { azure, env: { ...env, NX_POWERPACK_CACHE_MODE: 'read-only' } };
  const two = projectFiles({ name: 'two', script: `fs.mkdirSync('dist', { recursive: true });` });
  const machine = await lab.windows(share, { ...project, ...two });
  lab.cloud.proxy.reset();
  const run = await build(machine);
  expect(parseOutput(run)).toMatchObject({ warnings: [], notes: [] });
  expect(run.statuses).toEqual({ 'one:build': 'remote-cache-hit', 'two:build': 'cache-miss' });
  expect(lab.cloud.proxy.requests.map(({ kind }) => kind)).toEqual(['get', 'get']);
});

describe('the end of a run', () => {
  const puts = { match: ({ kind }: { readonly kind: string }) => kind === 'put' };

  test('waits for an upload, and not for ever', async () => {
    const { azure, env } = await lab.cloud.createShare();
    const machine = await lab.windows(
      { azure, env: { ...env, NX_AZURE_CACHE_DRAIN_STALL_TIMEOUT: '2' } },
      project,
    );
    lab.cloud.proxy.reset([{ ...puts, fault: { kind: 'hang before headers' } }]);
    const run = await build(machine);
    expect(run.code).toBe(0);
    expect(parseOutput(run).warnings).toEqual([expect.stringContaining('1 artifact was not uploaded')]);
    expect(parseOutput(run).waited).toBeGreaterThanOrEqual(2);
  });

  test('is at once after Ctrl-C', async () => {
    const { azure, env } = await lab.cloud.createShare();
    const patient = { ...env, NX_AZURE_CACHE_DRAIN_STALL_TIMEOUT: '60' };
    const machine = await lab.windows({ azure, env: patient }, project);
    lab.cloud.proxy.reset([{ ...puts, fault: { kind: 'hang before headers' } }]);
    const [file = '', ...args] = machine.command(['run-many', '-t', 'build']);
    const child = spawn(file, args, { cwd: machine.workspace, env: machine.env });
    const ended = once(child, 'exit') as Promise<[number | null]>;
    await expect.poll(() => lab.cloud.proxy.requests.some(puts.match), { timeout: 120_000 }).toBe(true);
    const pressed = performance.now();
    child.kill('SIGINT');
    await ended;
    expect(performance.now() - pressed).toBeLessThan(20_000);
  });
});

describe('a folder that a scanner holds open', () => {
  const preload = `--import=file:///Z:${join(import.meta.dirname, 'hold.mjs')}`;

  async function buildWhileHeld(times: number) {
    const { azure, env } = warm;
    const held = { NODE_OPTIONS: preload, HELD_TIMES: String(times) };
    const machine = await lab.windows({ azure, env: { ...env, ...held } }, project);
    return { machine, run: await build(machine) };
  }

  test('is moved once it is free', async () => {
    const { machine, run } = await buildWhileHeld(5);
    expect(run.statuses).toEqual({ 'one:build': 'remote-cache-hit' });
    expect(machine.executed()).toEqual([]);
    expect(parseOutput(run)).toMatchObject({ warnings: [], notes: [] });
  });

  test('is a fault of the disk when it never is', async () => {
    const { machine, run } = await buildWhileHeld(1000);
    expect(run.code).toBe(0);
    expect(machine.executed()).toEqual(['one:build']);
    expect(parseOutput(run).warnings).toEqual([expect.stringContaining('could not be written (EPERM)')]);
    expect(parseOutput(run).summary).toMatch(/1 fault \(1 disk\)$/);
  });
});

/** `retrieve.mjs` has restored the artifact, and nothing of the work is left. */
function assertHit(machine: Machine, ran: Awaited<ReturnType<typeof runScript>>): void {
  expect(ran).toMatchObject({ code: 0, stdout: 'hit\n' });
  expect(parseOutput(ran).warnings).toEqual([]);
  expect(readdirSync(machine.cacheDirectory)).toEqual([warm.hash]);
}

test.each(['Y:', '\\\\server\\share'] as const)(
  'the cache directory may be %s, with a path of more than 300 characters in it',
  async (place) => {
    const { hash, ...share } = warm;
    const machine = await lab.windows(share, {});
    onTestFinished(await mount(machine.cacheDirectory, place));
    const script = join(import.meta.dirname, 'retrieve.mjs');
    assertHit(machine, await runScript(machine, [script, hash], { NX_CACHE_DIRECTORY: `${place}\\` }));
    const outputs = join(machine.cacheDirectory, hash, 'packages/one');
    expect(readFileSync(join(outputs, 'dist/out'), 'utf8')).toBe('one');
    expect(readFileSync(join(outputs, deep, 'out'), 'utf8')).toBe('deep');
  },
);

test.each(['Y:', '\\\\server\\share'] as const)(
  'the workspace may be %s, on another drive than the cache directory',
  async (place) => {
    const { hash, ...share } = warm;
    const machine = await lab.windows(share, {});
    onTestFinished(await mount(machine.workspace, place));
    const enter = `data:text/javascript,${encodeURIComponent(`process.chdir(${JSON.stringify(`${place}\\`)})`)}`;
    const script = `Z:${join(import.meta.dirname, 'retrieve.mjs')}`; // Wine may start it on the new drive
    assertHit(machine, await runScript(machine, ['--import', enter, script, hash]));
  },
);
