import { beforeEach, describe, expect, test } from 'vitest';
import { accountName, connectionStringAt } from '../../test/support/azurite.js';
import { refusingHost } from '../../test/support/unreachable-hosts.js';
import { useLab } from '../../test/support/workspace/lab.js';
import { projectFiles } from '../../test/support/workspace/projects.js';
import type { Share } from '../../test/support/workspace/cloud.js';
import type { Machine } from '../../test/support/workspace/machine.js';

const lab = useLab();
const project = projectFiles({
  name: 'one',
  script: `fs.mkdirSync('dist', { recursive: true }); fs.writeFileSync('dist/out', 'one');`,
});
const build = (machine: Machine) => machine.nx(['run-many', '-t', 'build']);

let share: Share;

beforeEach(async () => {
  share = await lab.cloud.createShare();
});

/** The kinds of the requests that a build of this machine makes. */
async function requestsOf(machine: Machine): Promise<string[]> {
  lab.cloud.proxy.reset();
  const { code } = await build(machine);
  expect(code).toBe(0);
  return lab.cloud.proxy.requests.map(({ kind }) => kind);
}

const machine = (azure: Record<string, string> = {}, env: Record<string, string> = {}) =>
  lab.machine({ azure: { ...share.azure, ...azure }, env: { ...share.env, ...env } }, project);

test('a miss is 1 request, and so is a small store', async () => {
  expect(await requestsOf(await machine())).toEqual(['get', 'put']);
});

test('a remote hit is 1 request', async () => {
  await build(await machine());
  expect(await requestsOf(await machine())).toEqual(['get']);
});

test('a run of local hits makes no request', async () => {
  const one = await machine();
  await build(one);
  expect(await requestsOf(one)).toEqual([]);
});

test("all requests use a company's proxy", async () => {
  const unreachable = connectionStringAt(`http://${(await refusingHost()).host}/${accountName}`);
  const env = {
    AZURE_STORAGE_CONNECTION_STRING: unreachable,
    HTTPS_PROXY: new URL(lab.cloud.proxy.url).origin,
  };
  expect(await requestsOf(await machine({}, env))).toEqual(['get', 'put']);
  expect(await requestsOf(await machine({}, env))).toEqual(['get']);
});

describe('the mode read-only writes nothing', () => {
  test.each([
    { how: 'localMode read-only', azure: { localMode: 'read-only' } },
    { how: 'localMode read', azure: { localMode: 'read' } },
    { how: 'ciMode read-only', azure: { ciMode: 'read-only' }, env: { CI: 'true' } },
    { how: 'ciMode read', azure: { ciMode: 'read' }, env: { CI: 'true' } },
    { how: 'the variable read-only', env: { NX_POWERPACK_CACHE_MODE: 'read-only' } },
    { how: 'the variable read', env: { NX_POWERPACK_CACHE_MODE: 'read' } },
    {
      how: 'the variable, over both modes',
      azure: { localMode: 'read-write', ciMode: 'no-cache' },
      env: { NX_POWERPACK_CACHE_MODE: 'read-only', CI: 'true' },
    },
  ])('by $how', async ({ azure, env }) => {
    expect(await requestsOf(await machine(azure, env))).toEqual(['get']);
  });
});

describe('the mode no-cache sends no request', () => {
  test.each([
    { how: 'localMode', azure: { localMode: 'no-cache' } },
    { how: 'ciMode', azure: { ciMode: 'no-cache' }, env: { CI: 'true' } },
    { how: 'the variable', env: { NX_POWERPACK_CACHE_MODE: 'no-cache' } },
  ])('by $how', async ({ azure, env }) => {
    expect(await requestsOf(await machine(azure, env))).toEqual([]);
  });
});

test('the mode for CI does not concern a developer, nor the other way round', async () => {
  expect(await requestsOf(await machine({ ciMode: 'no-cache' }))).toEqual(['get', 'put']);
  expect(await requestsOf(await machine({ localMode: 'no-cache' }, { CI: 'true' }))).toEqual(['get', 'put']);
});
