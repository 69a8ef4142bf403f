import { execFile } from 'node:child_process';
import { chmodSync, chownSync, readdirSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { azFails, azSays, createAz, type Az, type AzBehavior, type AzSession } from '../../test/cloud/az.js';
import { startBearerFront, type BearerFront } from '../../test/cloud/bearer-front.js';
import {
  startMetadataService,
  type MetadataAnswer,
  type MetadataService,
} from '../../test/cloud/metadata-service.js';
import { mintToken } from '../../test/cloud/token.js';
import { certificateFile } from '../../test/support/tls/loopback.js';
import { useLab } from '../../test/support/workspace/lab.js';
import type { Machine } from '../../test/support/workspace/machine.js';
import { projectFiles, type Files } from '../../test/support/workspace/projects.js';
import { parseOutput } from '../../test/support/workspace/parse-output.js';

const lab = useLab();
const tenants = {
  ours: '11111111-0000-0000-0000-000000000001',
  other: '22222222-0000-0000-0000-000000000002',
};
const project = projectFiles({
  name: 'one',
  script: `fs.mkdirSync('dist', { recursive: true }); fs.writeFileSync('dist/out', 'one');`,
});

const tokenOf = (who: string, tid = tenants.ours) =>
  mintToken({
    ...{
      tid,
      oid: who,
      appid: 'cli',
      aud: 'https://storage.azure.com',
      iss: `https://sts.windows.net/${tid}/`,
    },
    exp: Math.floor(Date.now() / 1000) + 3600,
    idtyp: 'user',
    upn: `${who}@acme.example`,
  });
const tokens = { ada: tokenOf('ada'), eve: tokenOf('eve'), guest: tokenOf('ada', tenants.other) };
const signedIn: AzSession = {
  ...{
    kind: 'session',
    user: 'ada@acme.example',
    tenant: tenants.ours,
    tokens: { [tenants.ours]: tokens.ada },
  },
};

let front: BearerFront;
const azs: Az[] = [];
beforeAll(async () => {
  front = await startBearerFront(lab.cloud.azurite.url, tenants.ours);
});
afterEach(() => {
  for (const az of azs.splice(0)) az.close();
});
afterAll(() => {
  front.close();
});

interface Desk {
  readonly machine: Machine;
  readonly az: Az;
  /**
   * Builds without the local cache.
   *
   * @returns the result of the run, and how often it started az
   */
  readonly build: (variables?: Record<string, string>) => Promise<{
    summary: string;
    waited: number;
    warnings: readonly string[];
    notes: readonly string[];
    asked: number;
    ms: number;
  }>;
  /** ms that the same build takes without the remote cache, and so without a sign-in */
  readonly alone: () => Promise<number>;
  /** the files in which tokens are kept */
  readonly kept: () => string[];
}

/** A developer's machine with an az, and a container that they may use. */
async function desk(
  behavior: AzBehavior,
  env: Record<string, string> = {},
  files: Files = project,
): Promise<Desk> {
  const { azure } = await lab.cloud.createShare();
  const machine = await lab.machine(
    {
      azure: { container: azure.container, endpoint: front.url },
      env: { NODE_EXTRA_CA_CERTS: certificateFile, ...env },
    },
    files,
  );
  const az = createAz(join(machine.workspace, '../az'), behavior);
  azs.push(az);
  const folder = join(machine.workspace, '../home/.cache/nx-azure-cache');
  const runNx = async (variables: Record<string, string> = {}) => {
    const fresh = join(machine.cacheDirectory, String(Date.now()));
    const env = { ...az.variables, NX_CACHE_DIRECTORY: fresh, ...variables };
    const run = await machine.nx(['run-many', '-t', 'build'], { env });
    expect(run.code).toBe(0);
    return run;
  };
  const build = async (variables?: Record<string, string>) => {
    const before = az.calls().length;
    const run = await runNx(variables);
    return { ...parseOutput(run), asked: az.calls().length - before, ms: run.ms };
  };
  return {
    machine,
    az,
    build,
    alone: async () => (await runNx({ NX_POWERPACK_CACHE_MODE: 'no-cache' })).ms,
    kept: () => readdirSync(folder).map((name) => join(folder, name)),
  };
}

/** ms by the clock, beside the 10 s: two runs of the same build differ by seconds where the machine has other work. */
const noise = 15_000;

describe('an az of 1.5 s', () => {
  test('is started once for eleven runs, and the ten later ones wait for nothing', async () => {
    front.accept(tokens.ada);
    const { build } = await desk({ ...signedIn, delay: 1_500 });
    const runs = [];
    for (let i = 0; i < 11; i++) runs.push(await build());
    expect(runs.map(({ asked }) => asked)).toEqual([1, ...Array<number>(10).fill(0)]);
    expect(runs[0]?.waited).toBeGreaterThanOrEqual(1.4);
    for (const { summary } of runs.slice(1)) expect(summary).toContain('1 hit');
  });

  test('is started in each run where tokens are not to be kept', async () => {
    front.accept(tokens.ada);
    const { build } = await desk(signedIn, { NX_AZURE_CACHE_TOKEN_CACHE: 'false' });
    expect([(await build()).asked, (await build()).asked]).toEqual([1, 1]);
  });

  test('is started in each run of a CI without a folder of the job, and once where there is one', async () => {
    front.accept(tokens.ada);
    const without = await desk(signedIn, { CI: 'true' });
    expect([(await without.build()).asked, (await without.build()).asked]).toEqual([1, 1]);
    const { machine } = without;
    const temp = join(machine.workspace, '../home');
    const within = await desk(signedIn, { GITHUB_ACTIONS: 'true', RUNNER_TEMP: temp });
    expect([(await within.build()).asked, (await within.build()).asked]).toEqual([1, 0]);
  });
});

describe('a kept token', () => {
  async function withKept() {
    front.accept(tokens.ada);
    const here = await desk(signedIn);
    expect(await here.build()).toMatchObject({ asked: 1, warnings: [] });
    expect(here.kept()).toHaveLength(1);
    return { ...here, file: here.kept()[0] ?? '' };
  }

  test('that was revoked is dropped and requested again, within the same request', async () => {
    const { az, build, file } = await withKept();
    const next = tokenOf('ada anew');
    az.behave({ ...signedIn, tokens: { [tenants.ours]: next } });
    front.accept(next);
    const before = front.statuses.length;
    const run = await build();
    expect(run).toMatchObject({ asked: 1, warnings: [] });
    expect(run.summary).toContain('1 hit');
    expect(front.statuses.slice(before)).toEqual([401, 206]);
    expect(readFileSync(file, 'utf8')).toContain(next);
    expect(await build()).toMatchObject({ asked: 0, warnings: [] });
  });

  test('that the account refuses at once is not left to the next run', async () => {
    front.accept(tokens.eve);
    const { build, kept } = await desk(signedIn);
    const { warnings } = await build();
    expect(warnings).toEqual([expect.stringContaining('did not accept the token of Entra ID')]);
    expect(kept()).toEqual([]);
  });

  test('of another user, or of one who has signed out, is not used', async () => {
    const { az, build } = await withKept();
    az.behave({ ...signedIn, user: 'eve@acme.example', tokens: { [tenants.ours]: tokens.eve } });
    front.accept(tokens.eve);
    const before = front.statuses.length;
    expect(await build()).toMatchObject({ asked: 1, warnings: [] });
    expect(front.statuses.slice(before)).toEqual([206]);
    az.behave(azFails(azSays.notSignedIn));
    const out = await build();
    expect(out).toMatchObject({ asked: 1, warnings: [], summary: '' });
    expect(out.notes[0]).toContain('no Azure credential was found');
  });

  test('of another tenant is not used', async () => {
    const { az, build } = await withKept();
    const session = { ...signedIn, tenant: tenants.other, tokens: { [tenants.other]: tokens.guest } };
    az.behave(session);
    front.accept(tokens.guest);
    const before = front.statuses.length;
    expect(await build()).toMatchObject({ asked: 1, warnings: [] });
    expect(front.statuses.slice(before)).toEqual([206]);
  });

  test.each<[string, (file: string) => void]>([
    [
      'cut in half',
      (file) => {
        truncateSync(file, 100);
      },
    ],
    [
      'that others can read',
      (file) => {
        chmodSync(file, 0o644);
      },
    ],
    ...(process.getuid?.() === 0
      ? [
          [
            'of another owner',
            (file: string) => {
              chownSync(file, 4711, 4711);
            },
          ] as [string, (file: string) => void],
        ]
      : []),
  ])('%s is not used, and replaced', async (_, spoil) => {
    const { build, file } = await withKept();
    spoil(file);
    expect(await build()).toMatchObject({ asked: 1, warnings: [] });
    expect(await build()).toMatchObject({ asked: 0, warnings: [] });
  });

  test('survives two runs at once', async () => {
    front.accept(tokens.ada);
    const { build, kept } = await desk({ ...signedIn, delay: 500 });
    const both = await Promise.all([
      build(),
      new Promise((resolve) => setTimeout(resolve, 5)).then(() => build()),
    ]);
    for (const run of both) expect(run.warnings).toEqual([]);
    expect(kept()).toHaveLength(1);
    expect(await build()).toMatchObject({ asked: 0, warnings: [] });
  });
});

describe('an account of another tenant than az’s own', () => {
  test('is discovered by its challenge, and known to the next run', async () => {
    front.accept(tokens.ada);
    const guest: AzSession = {
      kind: 'session',
      user: 'ada@other.example',
      tenant: tenants.other,
      tokens: { [tenants.other]: tokens.guest, [tenants.ours]: tokens.ada },
    };
    const { az, build } = await desk(guest);
    expect(await build()).toMatchObject({ asked: 2, warnings: [] });
    expect(az.calls()[1]?.slice(-2)).toEqual(['--tenant', tenants.ours]);
    const before = front.statuses.length;
    expect(await build()).toMatchObject({ asked: 0, warnings: [] });
    expect(front.statuses.slice(before)).toEqual([206]);
  });

  test('that az may not enter is named, with the command', async () => {
    front.accept(tokens.ada);
    const { build } = await desk({
      ...signedIn,
      tenant: tenants.other,
      tokens: { [tenants.other]: tokens.guest },
    });
    const { warnings } = await build();
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain(
      `tenant ${tenants.other}, and the storage account belongs to tenant ${tenants.ours}`,
    );
    expect(warnings[0]).toContain(`az login --tenant ${tenants.ours}`);
  });
});

describe('a slow sign-in', () => {
  const off = { NX_AZURE_CACHE_TOKEN_CACHE: 'false' };

  test.each([
    { seconds: 12, task: 4 },
    { seconds: 60, task: 55 },
  ])(
    'of $seconds s costs 10 s, once, is started once, and serves the rest of the run',
    async ({ seconds, task }) => {
      front.accept(tokens.ada);
      const script = `await new Promise((end) => setTimeout(end, Number(process.env.TASK_MS)));`;
      const long = projectFiles({ name: 'one', script });
      const next = projectFiles({ name: 'two', dependsOn: ['one'], script: `fs.mkdirSync('dist');` });
      const { az, build } = await desk(signedIn, off, { ...long, ...next });
      expect((await build({ TASK_MS: '0' })).summary).toContain('2 stored');
      az.behave({ ...signedIn, delay: seconds * 1_000 });
      const run = await build({ TASK_MS: String(task * 1_000) });
      expect(run.asked).toBe(1);
      expect(run.warnings).toEqual([expect.stringContaining('no token within 10 s')]);
      expect(run.summary).toContain('1 hit');
      expect(run.waited).toBeLessThan(14);
    },
  );

  test('for ever costs 10 s, once, one line, and no exit code; az ends with the run', async () => {
    const { az, build, alone } = await desk({ kind: 'hangs' });
    const without = await alone();
    const run = await build();
    expect(run.asked).toBe(1);
    expect(run.warnings).toEqual([
      expect.stringContaining('Entra ID gave no token within 10 s (the Azure CLI has not answered yet)'),
    ]);
    expect(run.waited).toBeGreaterThanOrEqual(9.9);
    expect(run.waited).toBeLessThan(14);
    expect(run.ms - without).toBeLessThan(10_000 + noise);
    await expect.poll(() => az.running()).toEqual([]);
  });

  test('for ever ends with a command that has given up', async () => {
    const { machine, az } = await desk({ kind: 'hangs' });
    const command = join(machine.workspace, 'node_modules/.bin/nx-azure-cache');
    const options = { cwd: machine.workspace, env: { ...machine.env, ...az.variables } };
    const doctor = promisify(execFile)(command, ['doctor'], options);
    await expect(doctor).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringContaining('the Azure CLI has not answered yet') as string,
    });
    expect(az.calls().length).toBeGreaterThan(0);
    await expect.poll(() => az.running()).toEqual([]);
  });

  test('for ever is followed by a run that signs in', async () => {
    front.accept(tokens.ada);
    const { az, build } = await desk(signedIn, off);
    expect((await build()).summary).toContain('1 stored');
    az.behave({ kind: 'hangs' });
    expect((await build()).summary).toContain('0 hits');
    az.behave(signedIn);
    expect((await build()).summary).toContain('1 hit');
  });
});

describe('az that gives no token', () => {
  test.each([
    ['expired', azFails(azSays.expiredByPolicy), /az login \(AADSTS70043\)/],
    ['older and expired', azFails(azSays.expiredByAge), /az login \(AADSTS700082\)/],
    ['asking for a second factor', azFails(azSays.needsMfa), /AADSTS50076/],
    ['in a sandbox', { kind: 'forbidden' } as const, /cannot be used here, because of a sandbox/],
  ])('%s is reported with the reason', async (_, behavior, message) => {
    const { build } = await desk(behavior);
    const { warnings } = await build();
    expect(warnings).toEqual([expect.stringMatching(message)]);
  });
});

describe('a metadata service that answers', () => {
  let service: MetadataService | undefined;
  afterEach(() => service?.close());

  /** A machine that keeps no token, with a container that has all artifacts of the build. */
  async function beside(answer: MetadataAnswer) {
    service = await startMetadataService('none');
    front.accept(tokens.ada, tokens.eve);
    const off = { AZURE_TOKEN_CREDENTIALS: '', NX_AZURE_CACHE_TOKEN_CACHE: 'false' };
    const here = await desk(signedIn, { ...service.variables, ...off });
    expect((await here.build()).summary).toContain('1 stored');
    service.answerWith(answer);
    return here;
  }

  // Each with the second that `@azure/identity` waits for its knock, and with 3 s for a token.
  test.each<[MetadataAnswer, number]>([
    ['none', 3],
    [404, 6],
    [410, 6],
    [429, 6],
    [503, 6],
    ['silence', 6],
    ['silent token', 8],
  ])('%s is followed by az', async (answer, limit) => {
    const { build } = await beside(answer);
    const knocks = service?.knocks() ?? 0;
    const run = await build();
    expect(run).toMatchObject({ asked: 1, warnings: [] });
    expect(run.summary).toContain('1 hit');
    expect(run.waited).toBeLessThan(limit);
    expect((service?.knocks() ?? 0) - knocks).toBe(1);
  });

  test('nothing is reported if no other credential is configured', async () => {
    service = await startMetadataService('silence');
    const env = { ...service.variables, AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential' };
    const { build, alone } = await desk(signedIn, env);
    const without = await alone();
    const run = await build();
    expect(run.asked).toBe(0);
    expect(run.warnings).toEqual([
      expect.stringContaining('the token service at 169.254.169.254 did not answer'),
    ]);
    expect(run.ms - without).toBeLessThan(10_000 + noise);
  });

  test('with a token of the machine wins over az, and that token is not kept', async () => {
    service = await startMetadataService({ kind: 'identity', token: tokens.eve });
    front.accept(tokens.ada, tokens.eve);
    const env = { ...service.variables, AZURE_TOKEN_CREDENTIALS: '' };
    const { build, kept } = await desk(signedIn, env);
    expect(await build()).toMatchObject({ asked: 0, warnings: [] });
    expect(kept).toThrow('ENOENT');
  });
});
