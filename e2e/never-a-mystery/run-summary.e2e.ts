import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseRecord } from '../../src/runs/run-record.js';
import type { RunReport } from '../../src/runs/run-report.js';
import type { Share } from '../../test/support/workspace/cloud.js';
import { pushToMain } from '../../test/support/workspace/github.js';
import { useLab } from '../../test/support/workspace/lab.js';
import type { Machine } from '../../test/support/workspace/machine.js';
import { projectFiles } from '../../test/support/workspace/projects.js';
import type { NxRun } from '../../test/support/workspace/run-nx.js';
import { parseOutput } from '../../test/support/workspace/parse-output.js';
import { assertNoSecrets } from '../../test/support/workspace/secrets.js';

const lab = useLab();
const slow = 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 150);';
const project = (name: string) =>
  projectFiles({ name, script: `${slow} fs.mkdirSync('dist'); fs.writeFileSync('dist/out', '${name}');` });
const projects = { ...project('one'), ...project('two') };

const setUp = new URL('./open-telemetry.mjs', import.meta.url).href;
const installed = join(import.meta.dirname, '../../node_modules/@opentelemetry');

const github = {
  ...pushToMain,
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_REPOSITORY: 'acme/web',
  GITHUB_RUN_ID: '42',
};

/** The files that a run leaves. None of them may contain a secret. */
interface Left {
  readonly run: NxRun;
  readonly report: RunReport;
  readonly stepSummary: string;
  readonly agentSummaries: readonly string[];
  readonly spans: readonly { name: string; attributes: Record<string, unknown> }[];
}

async function build(machine: Machine, { env }: Share, ci: Readonly<Record<string, string>>): Promise<Left> {
  const home = dirname(machine.workspace);
  const at = (name: string) => join(home, name);
  mkdirSync(at('agent'));
  mkdirSync(at('node_modules'));
  symlinkSync(installed, at('node_modules/@opentelemetry'));
  const files = { GITHUB_STEP_SUMMARY: at('step'), AGENT_TEMPDIRECTORY: at('agent'), SPANS: at('spans') };
  const telling = { NX_AZURE_CACHE_SUMMARY: 'out/run.json', NODE_OPTIONS: `--import=${setUp}` };
  const run = await machine.nx(['run-many', '-t', 'build'], { env: { ...files, ...telling, ...ci } });
  expect(run.code).toBe(0);
  const read = (file: string) => {
    const stdout = existsSync(file) ? readFileSync(file, 'utf8') : '';
    assertNoSecrets({ stdout, stderr: '' }, env);
    return stdout;
  };
  const agent = at('agent/nx-azure-cache');
  return {
    run,
    report: JSON.parse(read(join(machine.workspace, 'out/run.json'))) as RunReport,
    stepSummary: read(at('step')),
    agentSummaries: existsSync(agent) ? readdirSync(agent).map((name) => read(join(agent, name))) : [],
    spans: read(at('spans'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Left['spans'][number]),
  };
}

const outcomesOf = ({ artifacts }: RunReport) =>
  artifacts.map(({ task, operation, outcome }) => `${operation} ${task ?? ''}: ${outcome}`).sort();

describe.each(['24', '20.8'] as const)('with Nx %s', (nx) => {
  test('the report, the job summary, the spans and the record of a run contain its results', async () => {
    const { azure, env } = await lab.cloud.createShare();
    const share = { azure, env: { ...env, NX_AZURE_CACHE_RECORD_RUNS: 'true' } };
    const machine = () => lab.machine(share, projects, { nx });

    const first = await build(await machine(), share, github);
    expect(outcomesOf(first.report)).toEqual([
      'retrieve one:build: miss',
      'retrieve two:build: miss',
      'store one:build: stored',
      'store two:build: stored',
    ]);
    expect(first.report).toMatchObject({
      schema: 'nx-azure-cache/run',
      version: 1,
      exitCode: 0,
      mode: 'read-write',
      ci: { branch: 'main', url: 'https://github.com/acme/web/actions/runs/42' },
      totals: { hits: 0, misses: 2, stored: 2, faults: 0 },
    });
    expect(first.report.nx?.startsWith(`${nx}.`)).toBe(true);
    expect(Math.min(...first.report.artifacts.map(({ buildMs = 0 }) => buildMs))).toBeGreaterThan(149);
    expect(first.stepSummary).toMatch(/^### Nx remote cache: build\n\n\| hits \| misses \| stored/m);
    expect(first.stepSummary).toContain('| one&#58;build | stored |');
    expect(first.agentSummaries).toEqual([]);
    expect(first.spans.map(({ name }) => name).sort()).toEqual([
      'nx-azure-cache.retrieve',
      'nx-azure-cache.retrieve',
      'nx-azure-cache.store',
      'nx-azure-cache.store',
    ]);

    const second = await build(await machine(), share, { TF_BUILD: 'True', BUILD_REASON: 'Manual' });
    expect(outcomesOf(second.report)).toEqual(['retrieve one:build: hit', 'retrieve two:build: hit']);
    expect(second.report.artifacts.map(({ restoreMs }) => typeof restoreMs)).toEqual(['number', 'number']);
    expect(second.stepSummary).toBe('');
    expect(second.agentSummaries).toEqual([expect.stringContaining('| one&#58;build | hit |')]);
    expect(second.run.stdout).toMatch(/^##vso\[task\.uploadsummary\].*\.md$/m);
    expect(second.spans.map(({ attributes }) => attributes['nx_azure_cache.outcome'])).toEqual([
      'hit',
      'hit',
    ]);

    await expectRecords(azure.container, share, await machine());
  });

  test('a report that cannot be written is one warning, and the build is green', async () => {
    const share = await lab.cloud.createShare();
    const machine = await lab.machine(share, projects, { nx });
    writeFileSync(join(machine.workspace, 'file'), '');
    const run = await machine.nx(['run-many', '-t', 'build'], {
      env: { ...github, NX_AZURE_CACHE_SUMMARY: 'file/run.json', GITHUB_STEP_SUMMARY: machine.workspace },
    });
    expect(run.code).toBe(0);
    expect(parseOutput(run).warnings).toEqual([
      expect.stringContaining('NX_AZURE_CACHE_SUMMARY could not be written'),
      expect.stringContaining('the summary of the job could not be written'),
    ]);
    expect(parseOutput(run).summary).toContain('2 stored');
  });
});

test('the former name of recordRuns counts, and only a verbose run prints the current one', async () => {
  const { azure, env } = await lab.cloud.createShare();
  const share = { azure, env: { ...env, NX_AZURE_CACHE_RUNS: 'true' } };
  const advice = 'NX_AZURE_CACHE_RUNS is now called NX_AZURE_CACHE_RECORD_RUNS';
  const quiet = await (await lab.machine(share, projects)).nx(['run-many', '-t', 'build']);
  const names = (await lab.cloud.azurite.blobs(azure.container)).map(({ name }) => name);
  expect(names.filter((name) => name.startsWith('runs/'))).toHaveLength(1);
  expect(quiet.stdout + quiet.stderr).not.toContain('NX_AZURE_CACHE_RUNS');
  const verbose = await (
    await lab.machine(share, projects)
  ).nx(['run-many', '-t', 'build'], { env: { NX_VERBOSE_LOGGING: 'true' } });
  expect(verbose.stdout + verbose.stderr).toContain(advice);
});

/** Two records without secrets, from which `stats --runs` computes the time that the hits saved. */
async function expectRecords(container: string, share: Share, machine: Machine): Promise<void> {
  const { azurite } = lab.cloud;
  const names = (await azurite.blobs(container)).map(({ name }) => name);
  const records = names.filter((name) => name.startsWith('runs/'));
  expect(names).toHaveLength(4);
  expect(records).toEqual(
    [1, 2].map(
      () =>
        expect.stringMatching(
          /^runs\/v1\/\d{4}-\d\d-\d\d\/\d\d-\d\d-\d\d\.\d{3}Z-[0-9a-f]{8}\.json$/,
        ) as string,
    ),
  );
  for (const name of records) {
    const body = await azurite.read(container, name);
    assertNoSecrets({ stdout: body.toString(), stderr: '' }, share.env);
    expect(parseRecord(body)?.totals.faults).toBe(0);
  }
  const command = join(machine.workspace, 'node_modules/.bin/nx-azure-cache');
  // Past the proxy, which lives in this process, that waits.
  const env = { ...machine.env, AZURE_STORAGE_CONNECTION_STRING: azurite.connectionString };
  const { status, stdout, stderr } = spawnSync(command, ['stats', '--runs', '--json'], {
    cwd: machine.workspace,
    encoding: 'utf8',
    env,
  });
  assertNoSecrets({ stdout, stderr }, share.env);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const { total, projects } = JSON.parse(stdout) as { total: Record<string, number>; projects: object[] };
  expect(total).toMatchObject({ runs: 2, hits: 2, misses: 2, stored: 2, knownHits: 2, hitRate: 0.5 });
  expect(total['savedMs']).toBeGreaterThan(299);
  expect(projects).toMatchObject([{ project: 'one' }, { project: 'two' }]);
}
