import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { useLab } from '../../test/support/workspace/lab.js';
import type { Machine } from '../../test/support/workspace/machine.js';
import { projectFiles } from '../../test/support/workspace/projects.js';
import { parseOutput } from '../../test/support/workspace/parse-output.js';
import { assertNoSecrets } from '../../test/support/workspace/secrets.js';

const lab = useLab();
const script = `fs.mkdirSync('dist', { recursive: true }); fs.writeFileSync('dist/out', 'x'.repeat(10_000));`;
const names = ['api', 'shop', 'web'];
const projects = Object.assign({}, ...names.map((name) => projectFiles({ name, script }))) as Record<
  string,
  string
>;
const build = (machine: Machine) => machine.nx(['run-many', '-t', 'build']);

/** `nx-azure-cache <args>`, as a package manager links it; past the proxy, which this process blocks meanwhile. */
function cli(machine: Machine, args: readonly string[], env: Readonly<Record<string, string>> = machine.env) {
  const command = join(machine.workspace, 'node_modules/.bin/nx-azure-cache');
  const { connectionString } = lab.cloud.azurite;
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: machine.workspace,
    encoding: 'utf8',
    env: { ...env, AZURE_STORAGE_CONNECTION_STRING: connectionString },
  });
  assertNoSecrets({ stdout, stderr }, { AZURE_STORAGE_CONNECTION_STRING: connectionString });
  return { status, stdout, stderr };
}

test('a credential in .env.local is that of the build and of the command', async () => {
  const { azure } = await lab.cloud.createShare();
  const { connectionString } = lab.cloud.azurite;
  const files = { ...projects, '.env.local': `AZURE_STORAGE_CONNECTION_STRING="${connectionString}"\n` };
  const machine = await lab.machine({ azure, env: {} }, files);
  await build(machine);

  const { workspace, env } = machine;
  const command = join(workspace, 'node_modules/.bin/nx-azure-cache');
  const listed = spawnSync(command, ['ls'], { cwd: workspace, encoding: 'utf8', env });
  expect(listed).toMatchObject({ status: 0, stderr: '' });
  expect(listed.stdout.trim().split('\n')).toHaveLength(3);
});

test('after a build, the inventory lists the artifacts, explains a hit, and prunes only unneeded artifacts', async () => {
  const share = await lab.cloud.createShare();
  const [first, second] = [await lab.machine(share, projects), await lab.machine(share, projects)];
  const run = await build(first);
  const hashes = run.tasks.map(({ hash }) => hash).toSorted();
  expect(hashes).toHaveLength(3);

  const stats = cli(first, ['stats', '--json']);
  expect(JSON.parse(stats.stdout)).toMatchObject({
    containers: [{ container: share.azure.container, total: { count: 3 }, foreign: { count: 0 } }],
  });
  expect(cli(first, ['stats']).stdout).toMatch(/\nshared +1 +3 /);

  const listed = cli(first, ['ls', 'shared']).stdout.trim().split('\n');
  expect(listed.map((line) => line.split('\t')[0]).toSorted()).toEqual(hashes);

  const unread = spawnSync('sh', ['-c', 'node_modules/.bin/nx-azure-cache ls | true'], {
    cwd: first.workspace,
    encoding: 'utf8',
    env: { ...first.env, AZURE_STORAGE_CONNECTION_STRING: lab.cloud.azurite.connectionString },
  });
  expect(unread).toMatchObject({ status: 0, stderr: '' });

  const hit = cli(first, ['explain', 'web:build']);
  expect(hit.stdout).toMatch(/shared +stored: .* (just now|1 min ago) by nx-azure-cache\/\S+ local linux/);
  expect(hit).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/\nhit +It would be retrieved/) as string,
  });
  const unknown = cli(first, ['explain', 'wbe:build']);
  expect(unknown).toMatchObject({ status: 1, stdout: '' });
  expect(unknown.stderr).toMatch(/^error: "wbe:build" is not one of the 3 tasks .* did you mean web:build/);

  expect(cli(first, ['prune', '--older-than', '1d', '--yes']).stdout).toMatch(/^Nothing to delete: 3 blobs/);
  expect(cli(first, ['prune', '--max-size', '0', '--dry-run']).stdout).toMatch(/^To be deleted: 3 blobs/);
  expect(cli(first, ['prune', '--max-size', '0'])).toMatchObject({ status: 1, stdout: '' });
  expect(await lab.cloud.azurite.blobs(share.azure.container)).toHaveLength(3);
  const pruned = cli(first, ['prune', '--max-size', '0', '--yes']);
  expect(pruned).toMatchObject({
    status: 0,
    stderr: '',
    stdout: expect.stringMatching(/^Deleted 3 blobs/) as string,
  });

  const miss = cli(first, ['explain', 'web:build', '--json']);
  expect(JSON.parse(miss.stdout)).toMatchObject({
    task: { id: 'web:build' },
    findings: [{ scope: 'shared', status: 'absent' }],
    verdict: { outcome: 'miss' },
  });

  const after = await build(second);
  expect(after.code).toBe(0);
  expect(parseOutput(after)).toMatchObject({ warnings: [], notes: [] });
  expect(parseOutput(after).summary).toMatch(/^0 hits, 3 misses, 3 stored/);
  expect(cli(first, ['explain', 'web:build']).stdout).toMatch(/\nhit +It would be retrieved/);
});

describe('the last run is found where Nx has its cache:', () => {
  const author = ['-c', 'user.name=ada', '-c', 'user.email=ada@example.com'];

  /** Nx has no cache in a home below /tmp, where others could write. */
  function newHome(): string {
    const home = mkdtempSync('/var/tmp/nx-azure-cache-');
    onTestFinished(() => {
      rmSync(home, { recursive: true });
    });
    return home;
  }

  // A repository has an identity, by which Nx 23 and later share the cache of its checkouts below the home.
  test.each([
    { nx: '21', where: 'in the workspace', inWorkspace: true },
    { nx: '24', where: 'below the home', inWorkspace: false },
  ] as const)('Nx $nx, $where', async ({ nx, inWorkspace }) => {
    const machine = await lab.machine(await lab.cloud.createShare(), projects, { nx });
    const { connectionString } = lab.cloud.azurite;
    const env = { ...machine.env, HOME: newHome(), AZURE_STORAGE_CONNECTION_STRING: connectionString };
    for (const name of ['NX_CACHE_DIRECTORY', 'NX_WORKSPACE_DATA_DIRECTORY'])
      Reflect.deleteProperty(env, name);
    const execute = (command: string, args: readonly string[]) => {
      const { status, stderr } = spawnSync(command, args, { cwd: machine.workspace, env, encoding: 'utf8' });
      if (status !== 0) throw new Error(stderr);
    };
    execute('git', ['init', '-q']);
    execute('git', [...author, 'commit', '-q', '--allow-empty', '-m', 'first']);
    const [node = '', ...args] = machine.command(['run', 'web:build']);
    execute(node, args);
    expect(existsSync(join(machine.workspace, '.nx/cache/run.json'))).toBe(inWorkspace);
    const { stdout } = cli(machine, ['explain', 'web:build', '--json'], env);
    expect(JSON.parse(stdout)).toMatchObject({ task: { id: 'web:build', cacheStatus: 'cache-miss' } });
  });
});
