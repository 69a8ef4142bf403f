import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { beforeAll, describe, expect, test } from 'vitest';
import { accountKey, accountName, connectionStringAt } from '../../test/support/azurite.js';
import { keyOf } from '../../test/support/fakes/credentials.js';
import { damages, readFailures, writeFailures, type FailureRow } from './failure-rows.js';
import { useLab } from '../../test/support/workspace/lab.js';
import type { Machine } from '../../test/support/workspace/machine.js';
import { projectFiles } from '../../test/support/workspace/projects.js';
import type { NxRun } from '../../test/support/workspace/run-nx.js';
import { parseOutput } from '../../test/support/workspace/parse-output.js';
import { treeOf } from '../../test/support/workspace/tree.js';

const lab = useLab();

/** Two tasks that nothing can compress away, and one that fails: the build is red with and without a cache. */
const green = (name: string) =>
  projectFiles({
    name,
    script: `fs.mkdirSync('dist', { recursive: true });
const words = Array.from({ length: 3000 }, (_, i) => ((i * 2654435761) >>> 0).toString(36));
fs.writeFileSync('dist/out', words.join('${name}'));`,
  });
const projects = {
  ...green('one'),
  ...green('two'),
  ...projectFiles({ name: 'red', outputs: [], script: 'process.exit(1);' }),
};
const build = (machine: Machine) => machine.nx(['run-many', '-t', 'build']);
const outputsOf = ({ workspace }: Machine) =>
  ['one', 'two'].map((name) => treeOf(workspace, `packages/${name}/dist`));

let without: NxRun;
let outputs: ReturnType<typeof outputsOf>;
/** Has the results of both green tasks. */
let warm: Awaited<ReturnType<typeof lab.cloud.createShare>>;

beforeAll(async () => {
  const machine = await lab.machine({ azure: undefined, env: {} }, projects);
  without = await build(machine);
  outputs = outputsOf(machine);
  warm = await lab.cloud.createShare();
  const warming = await build(await lab.machine(warm, projects));
  expect(parseOutput(warming).summary).toContain('2 stored');
});

/** Holds for every fault: exit code and outputs equal those without a cache, and the run reports the fault once. */
async function expectHarmless(
  machine: Machine,
  { kind, advice }: Pick<FailureRow, 'kind' | 'advice'>,
): Promise<NxRun> {
  const run = await build(machine);
  expect(run.code).toBe(without.code);
  expect(outputsOf(machine)).toEqual(outputs);
  expect(parseOutput(run).warnings).toEqual([expect.stringMatching(advice)]);
  expect(parseOutput(run).summary).toMatch(new RegExp(`\\d faults? \\(\\d+ ${kind}\\)$`));
  // By its own clock, as a busy machine slows everything else down as well; a hang would show in both.
  expect(parseOutput(run).waited).toBeLessThan(8);
  expect(run.ms).toBeLessThan(without.ms + 20_000);
  return run;
}

describe('a lookup that fails is a miss', () => {
  test.each(readFailures)('$name', async (row) => {
    const machine = await lab.machine(warm, projects);
    lab.cloud.proxy.reset(row.rules);
    await expectHarmless(machine, row);
    expect(machine.executed().sort()).toEqual(['one:build', 'red:build', 'two:build']);
  });
});

describe('a damaged artifact is a miss', () => {
  test.each(damages)('$name', async ({ fault, advice }) => {
    const machine = await lab.machine(warm, projects);
    const [damaged] = await lab.cloud.azurite.blobs(warm.azure.container);
    lab.cloud.proxy.reset([{ match: ({ kind, blob }) => kind === 'get' && blob === damaged?.name, fault }]);
    const { statuses } = await expectHarmless(machine, { kind: 'damaged', advice });
    expect([statuses['one:build'], statuses['two:build']].sort()).toEqual(['cache-miss', 'remote-cache-hit']);
  });
});

describe('an upload that fails is behind the build', () => {
  test.each(writeFailures)('$name', async (row) => {
    const { azure, env } = await lab.cloud.createShare();
    const impatient = { ...env, NX_AZURE_CACHE_DRAIN_STALL_TIMEOUT: '2' };
    const machine = await lab.machine({ azure, env: impatient }, projects);
    lab.cloud.proxy.reset(row.rules);
    const run = await expectHarmless(machine, row);
    expect(parseOutput(run).summary).toContain('3 misses, 0 stored');
  });

  test('a refused write is tried once, and lookups go on', async () => {
    const machine = await lab.machine(warm, { ...projects, ...green('three') });
    lab.cloud.proxy.reset(writeFailures[0]?.rules);
    const run = await build(machine);
    expect(run.statuses).toMatchObject({ 'one:build': 'remote-cache-hit', 'three:build': 'cache-miss' });
    expect(parseOutput(run).warnings).toHaveLength(1);
    expect(lab.cloud.proxy.requests.filter(({ kind }) => kind === 'put')).toHaveLength(1);
  });
});

describe('the build is green, with one report, for', () => {
  const key = { AZURE_STORAGE_KEY: accountKey };
  const named = (url: string, account: string = accountName) => ({
    azure: { accountName: account, container: 'cache', endpoint: url },
    env: key,
  });

  test('a container that does not exist', async () => {
    const { azure, env } = await lab.cloud.createShare();
    const machine = await lab.machine({ azure: { ...azure, container: 'no-such-container' }, env }, projects);
    await expectHarmless(machine, { kind: 'container', advice: /"no-such-container" does not exist/ });
  });

  test('an account that does not exist', async () => {
    const machine = await lab.machine(named('https://nosuchaccount.invalid', 'nosuchaccount'), projects);
    await expectHarmless(machine, {
      kind: 'network',
      advice: /not a known host|could not be reached/,
    });
  });

  test('a port without a listener', async () => {
    const url = `http://127.0.0.1:${await freePort()}/${accountName}`;
    const machine = await lab.machine(named(url), projects);
    await expectHarmless(machine, { kind: 'network', advice: /could not be reached \(ECONNREFUSED\)/ });
  });

  test('a wrong key', async () => {
    const { azure } = await lab.cloud.createShare();
    const wrong = connectionStringAt(lab.cloud.proxy.url).replace(accountKey, keyOf('another'));
    const machine = await lab.machine({ azure, env: { AZURE_STORAGE_CONNECTION_STRING: wrong } }, projects);
    // Azure answers AuthenticationFailed, see above; Azurite answers AuthorizationFailure.
    await expectHarmless(machine, { kind: 'permission', advice: /refuses requests/ });
  });

  const unexpanded = [
    'AZURE_STORAGE_KEY',
    'AZURE_CLIENT_ID',
    'AZURE_TENANT_ID',
    'AZURE_CLIENT_SECRET',
    'HTTPS_PROXY',
  ];

  test.each([
    ['no credential at all', {}],
    [
      'a credential that Azure Pipelines did not expand, in the build of a fork',
      Object.fromEntries(unexpanded.map((name) => [name, `$(${name})`])),
    ],
  ])('%s, which is no warning', async (_, env) => {
    const { azure } = await lab.cloud.createShare();
    const machine = await lab.machine({ azure: { ...azure, endpoint: lab.cloud.proxy.url }, env }, projects);
    const run = await build(machine);
    expect(run.code).toBe(without.code);
    expect(outputsOf(machine)).toEqual(outputs);
    expect(parseOutput(run)).toMatchObject({ warnings: [], summary: '' });
    expect(parseOutput(run).notes).toEqual([expect.stringContaining('credential')]);
    expect(run.ms).toBeLessThan(without.ms + 15_000);
  });
});

test('an invalid configuration is reported with all its problems', async () => {
  const azure = { container: 'Not A Name', locaMode: 'read-only' };
  const run = await build(await lab.machine({ azure, env: {} }, projects));
  expect(run.code).toBe(without.code);
  expect(parseOutput(run).warnings).toEqual([expect.stringContaining('the remote cache is off')]);
  for (const key of ['container', 'accountName', 'locaMode'])
    expect(run.stderr).toContain(`azure.${key}: expected`);
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
