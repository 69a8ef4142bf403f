import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { accountKey, accountName } from '../../../test/support/azurite.js';
import { containerSas } from '../../../test/support/container-sas.js';
import { useLab } from '../../../test/support/workspace/lab.js';

const lab = useLab();
const [trustedContainer, untrustedContainer] = ['trusted-cache', 'untrusted-cache'];
const pullRequest = {
  GITHUB_ACTIONS: 'true',
  GITHUB_EVENT_NAME: 'pull_request',
  GITHUB_REF: 'refs/pull/7/merge',
};

type Environment = Readonly<Record<string, string>>;

beforeAll(async () => {
  await lab.cloud.azurite.createContainer(trustedContainer);
  await lab.cloud.azurite.createContainer(untrustedContainer);
});

/** `nx-azure-cache <args>` of the packed package, as a package manager links it. */
async function run(
  args: readonly string[],
  { azure = {}, env = {} }: { azure?: object; env?: Environment } = {},
) {
  const account = { accountName, container: trustedContainer, endpoint: lab.cloud.azurite.url };
  const machine = await lab.machine({ azure: { ...account, ...azure }, env }, {});
  const command = join(machine.workspace, 'node_modules/.bin/nx-azure-cache');
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: machine.workspace,
    encoding: 'utf8',
    env: machine.env,
  });
  return { status, stdout, stderr };
}

async function keygen() {
  const { stdout } = await run(['keygen', '--json']);
  return JSON.parse(stdout) as { publicKey: string; signingKey: string };
}

/** The JSON output of `doctor`: its exit code, and its findings by title. */
async function doctor(setup: { azure?: object; env: Environment }) {
  const { status, stdout } = await run(['doctor', '--trust', '--json'], setup);
  const { ok, checks } = JSON.parse(stdout) as { ok: boolean; checks: Row[] };
  expect(ok).toBe(status === 0);
  return { status, rows: (title: string) => checks.filter((row) => row.title === title), checks };
}

interface Row {
  readonly title: string;
  readonly status: string;
  readonly detail: string;
  readonly fix?: string;
}

/** Which Node these tests run on is no part of a set-up. */
const isOfNode = ({ title, detail }: Row) => title === 'Versions' && detail.startsWith('Node ');

const blobsIn = async (container: string) =>
  (await lab.cloud.azurite.blobs(container)).map(({ name }) => name);

test('without trust, doctor warns about the one shared scope', async () => {
  const env = { AZURE_STORAGE_SAS_TOKEN: containerSas(trustedContainer, 'rcwd') };
  const { status, rows } = await doctor({ env });
  expect(status).toBe(0);
  expect(rows('Scopes')).toEqual([expect.objectContaining({ status: 'warn' })]);
  expect(rows('Poisoning')[0]).toMatchObject({ status: 'warn' });
  expect(await blobsIn(trustedContainer)).toEqual([]);
});

describe('in a pull request', () => {
  const own = { NX_AZURE_CACHE_UNTRUSTED_SAS_TOKEN: containerSas(untrustedContainer, 'rcwd') };
  const setupWith = async (token: string, env: Environment = {}) => {
    const { publicKey } = await keygen();
    const trust = { branches: ['main'], untrustedContainer, publicKeys: [publicKey] };
    return { azure: { trust }, env: { ...pullRequest, ...own, AZURE_STORAGE_SAS_TOKEN: token, ...env } };
  };

  test('a credential that can only read trusted artifacts passes', async () => {
    const { status, checks, rows } = await doctor(await setupWith(containerSas(trustedContainer, 'r')));
    expect(checks.filter((row) => row.status !== 'pass' && !isOfNode(row))).toEqual([]);
    expect(status).toBe(0);
    expect(rows('Scopes')[0]?.detail).toMatch(/^reads trusted and pr\/7, writes pr\/7: GitHub Actions/);
    expect([await blobsIn(trustedContainer), await blobsIn(untrustedContainer)]).toEqual([[], []]);
  });

  test('a credential that can write fails, and no test blob is left', async () => {
    const { status, rows } = await doctor(await setupWith(containerSas(trustedContainer, 'rcwd')));
    expect(status).toBe(1);
    expect(rows('Poisoning')[0]).toMatchObject({
      status: 'fail',
      detail: expect.stringContaining('it can create, overwrite and delete in "trusted"') as string,
      fix: expect.stringContaining('with permission r only') as string,
    });
    expect([await blobsIn(trustedContainer), await blobsIn(untrustedContainer)]).toEqual([[], []]);
  });

  test('an account key fails, because it cannot be limited', async () => {
    const key = { AZURE_STORAGE_KEY: accountKey, AZURE_STORAGE_SAS_TOKEN: '' };
    const { status, rows } = await doctor(await setupWith('', key));
    expect(status).toBe(1);
    expect(rows('Poisoning')[0]?.fix).toContain('an account key cannot be limited');
  });
});

test('a trusted run can store and sign, and test blobs that it cannot delete are named', async () => {
  const { publicKey, signingKey } = await keygen();
  const { status, rows } = await doctor({
    azure: { trust: { branches: ['main'], untrustedContainer, publicKeys: [publicKey] } },
    env: {
      AZURE_STORAGE_SAS_TOKEN: containerSas(trustedContainer, 'rcw'),
      NX_AZURE_CACHE_SCOPE: 'trusted',
      NX_AZURE_CACHE_SIGNING_KEY: signingKey,
    },
  });
  expect(status).toBe(0);
  expect(rows('Poisoning').map((row) => row.status)).toEqual(['pass', 'pass', 'pass', 'pass', 'pass']);
  expect(rows('Signing key')).toEqual([expect.objectContaining({ status: 'warn' })]);
  const left = await blobsIn(trustedContainer);
  expect(left).toHaveLength(3);
  const printed = [rows('Rights')[3], rows('Speed')[1], rows('Poisoning')[3]].map((row) => row?.detail);
  for (const name of left) expect(printed.join()).toContain(name);
});

test.each([[[]], [['--json']]])('no secret is printed with %j', async (words) => {
  const { publicKey, signingKey } = await keygen();
  const env = {
    AZURE_STORAGE_CONNECTION_STRING: lab.cloud.azurite.connectionString,
    AZURE_STORAGE_SAS_TOKEN: containerSas(trustedContainer, 'rcw'),
    NX_AZURE_CACHE_UNTRUSTED_SAS_TOKEN: containerSas(untrustedContainer, 'rcw'),
    NX_AZURE_CACHE_SIGNING_KEY: signingKey,
  };
  const trust = { branches: ['main'], untrustedContainer, publicKeys: [publicKey] };
  const { stdout, stderr } = await run(['doctor', '--trust', ...words], { azure: { trust }, env });
  const signatures = Object.values(env).flatMap((value) => /sig=([^&]+)/.exec(value)?.[1] ?? []);
  expect(signatures).toHaveLength(2);
  for (const secret of [accountKey, signingKey, signingKey.split(':')[1] ?? '', ...signatures]) {
    expect(stdout + stderr).not.toContain(secret);
    expect(stdout + stderr).not.toContain(decodeURIComponent(secret));
  }
});

test('unknown commands fail, colors need a terminal, and --version prints the version', async () => {
  const unknown = await run(['docter']);
  expect(unknown).toMatchObject({ status: 1, stdout: '' });
  expect(unknown.stderr).toContain("unknown command 'docter'");
  const plain = await run(['doctor'], { env: { FORCE_COLOR: '1' } });
  expect(plain.stdout).not.toContain('\x1b');
  expect((await run(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
