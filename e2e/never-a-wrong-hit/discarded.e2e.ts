import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { createAzureBlobStore } from '../../src/blob/azure-blob-store.js';
import { resolveConfig } from '../../src/config/resolve-config.js';
import { sharedAccess } from '../../src/trust/resolve-access.js';
import { createTransfers } from '../../src/worker/transfers.js';
import type { Share } from '../../test/support/workspace/cloud.js';
import { useLab } from '../../test/support/workspace/lab.js';
import type { Machine } from '../../test/support/workspace/machine.js';
import { projectFiles } from '../../test/support/workspace/projects.js';
import { parseOutput } from '../../test/support/workspace/parse-output.js';

const lab = useLab();
let share: Share;

beforeEach(async () => {
  share = await lab.cloud.createShare();
});

/** A task whose output has a link into the sources of its project. */
const projects = projectFiles({
  name: 'linked',
  script: `
    fs.rmSync('dist', { recursive: true, force: true });
    fs.mkdirSync('dist');
    fs.writeFileSync('dist/main.js', 'built');
    fs.symlinkSync('../task.mjs', 'dist/link');`,
});

const build = async (machine: Machine, env = {}) => {
  const run = await machine.nx(['run-many', '-t', 'build'], { env });
  expect(run.code).toBe(0);
  return parseOutput(run);
};

test('outputs that Nx 24 would not restore are not stored, with one warning (nrwl/nx#31085)', async () => {
  const { warnings, summary } = await build(await lab.machine(share, projects));
  expect(warnings).toEqual([expect.stringContaining('"packages/linked/dist/link" links to "../task.mjs"')]);
  expect(summary).toMatch(/^0 hits, 1 miss, 0 stored, waited .*, 1 fault \(1 archive\)$/);
});

test('an older Nx stores and restores such outputs', async () => {
  expect((await build(await lab.machine(share, projects, { nx: '22' }))).summary).toContain('1 stored');
  const second = await lab.machine(share, projects, { nx: '22' });
  expect((await build(second)).summary).toMatch(/^1 hit /);
  expect(second.executed()).toEqual([]);
});

test('such an artifact of an older version is no hit, and is not stored again', async () => {
  const first = await lab.machine(share, projects);
  await build(first);
  await storeAsOlderVersion(first);

  const second = await lab.machine(share, projects);
  const { warnings, summary } = await build(second, { NX_AZURE_CACHE_SUMMARY: 'report.json' });
  expect(second.executed()).toEqual(['linked:build']);
  expect(warnings).toEqual([
    expect.stringContaining('Nx did not take the cached result of linked:build, and ran it again'),
  ]);
  expect(summary).toMatch(/^0 hits, 0 misses, 1 not taken by Nx, 0 stored/);
  expect(JSON.parse(readFileSync(join(second.workspace, 'report.json'), 'utf8'))).toMatchObject({
    totals: { hits: 0, discarded: 1, stored: 0, present: 0 },
    artifacts: [{ operation: 'retrieve', outcome: 'discarded', task: 'linked:build' }],
  });
});

/** Uploads the outputs in this machine's local cache as a version without the rule did. */
async function storeAsOlderVersion({ cacheDirectory }: Machine): Promise<void> {
  const run = JSON.parse(readFileSync(join(cacheDirectory, 'run.json'), 'utf8')) as {
    tasks: { hash: string }[];
  };
  const config = resolveConfig(share.azure, share.env);
  const transfer = createTransfers({
    root: '/no/workspace',
    prefix: '',
    producer: 'an older version',
    access: sharedAccess(config),
    open: () => createAzureBlobStore(config, () => undefined),
    redact: (text) => text,
    wanted: () => true,
  });
  const hash = run.tasks[0]?.hash ?? '';
  const outcome = await transfer({
    kind: 'store',
    id: 0,
    hash,
    cacheDirectory,
    terminalOutput: '',
    code: 0,
  });
  expect(outcome.status).toBe('stored');
}
