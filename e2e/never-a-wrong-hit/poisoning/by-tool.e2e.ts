import { expect, test } from 'vitest';
import { connectionStringAt } from '../../../test/support/azurite.js';
import { generateKeyPair } from '../../../src/trust/signature.js';
import type { NxLine } from '../../../test/support/install/nx-version.js';
import { pushToMain } from '../../../test/support/workspace/github.js';
import { useLab } from '../../../test/support/workspace/lab.js';
import { createRepository, leaksOf, type Job } from '../../../test/support/workspace/repository.js';
import type { Protection } from '../../../test/support/workspace/rights.js';
import { parseOutput } from '../../../test/support/workspace/parse-output.js';
import { build, patchedTool, stampedProject } from '../../../test/support/workspace/stamped-project.js';

const lab = useLab();
const intruder = generateKeyPair('intruder');
const genuine = { code: 0, stamps: { app: 'genuine source' }, executed: ['app'] };
const poisoned = { code: 0, stamps: { app: 'poisoned source' } };
const poisonedHit = { ...poisoned, executed: [], statuses: { 'app:build': 'remote-cache-hit' } };

/** A pull request with a patched tool builds as usual, and the package uploads the result. */
interface ByTool {
  readonly name: string;
  readonly nx?: NxLine;
  /** The pull request's other changes to its workflow. */
  readonly env?: () => Readonly<Record<string, string>>;
  /** Who builds the same source next; by default main. */
  readonly victim?: 'another pull request';
  readonly succeedsWith: Protection;
  /** The protection that stops the attack, and the message that the pull request's build then prints. */
  readonly heldBy: Partial<Record<Protection, readonly RegExp[]>>;
}

const asMain = () => ({ ...pushToMain, GITHUB_HEAD_REF: '' });
const withAccountKey = () => ({
  ...asMain(),
  AZURE_STORAGE_CONNECTION_STRING: connectionStringAt(lab.cloud.proxy.url),
});

const byTool: readonly ByTool[] = [
  {
    name: 'is the first to build what main will build',
    succeedsWith: 'none',
    heldBy: { credentials: [], signatures: [] },
  },
  {
    name: 'is the first to build what main will build, with the oldest Nx',
    nx: '20.1',
    succeedsWith: 'none',
    heldBy: { credentials: [], signatures: [] },
  },
  {
    name: 'is the first to build what another one will build',
    victim: 'another pull request',
    succeedsWith: 'none',
    heldBy: { credentials: [], signatures: [] },
  },
  {
    name: 'says that it is trusted',
    env: () => ({ NX_AZURE_CACHE_SCOPE: 'trusted' }),
    succeedsWith: 'scopes',
    heldBy: {
      credentials: [/not allowed to write to container/],
      signatures: [/NX_AZURE_CACHE_SIGNING_KEY is missing/],
    },
  },
  {
    name: 'says that it is main and has stolen the account key',
    env: withAccountKey,
    succeedsWith: 'credentials',
    heldBy: { both: [/NX_AZURE_CACHE_SIGNING_KEY is missing/] },
  },
  {
    name: 'says that it is main, has stolen the account key, and signs with a key of its own',
    env: () => ({ ...withAccountKey(), NX_AZURE_CACHE_SIGNING_KEY: intruder.signingKey }),
    succeedsWith: 'none',
    heldBy: { both: [/the remote cache is off: its configuration is not valid/] },
  },
];

/** The pull request builds, then the victim, each on its own machine. */
async function play({ nx = '24', env, victim }: ByTool, protection: Protection) {
  const repository = await createRepository(lab, protection, { nx, files: stampedProject('app') });
  const attack = await build(await repository.pullRequest(7, { files: patchedTool, env: env?.() ?? {} }));
  const machine = victim === undefined ? repository.main() : repository.pullRequest(8);
  const outcome = await build(await machine);
  expect([attack, outcome].flatMap((run) => leaksOf(repository, run))).toEqual([]);
  return { attack, outcome };
}

test.each(byTool)('a pull request $name', async (row) => {
  expect((await play(row, row.succeedsWith)).outcome).toMatchObject(poisonedHit);
  for (const [protection, told] of Object.entries(row.heldBy)) {
    const { attack, outcome } = await play(row, protection as Protection);
    expect(attack).toMatchObject(poisoned);
    expect(parseOutput(attack).warnings).toEqual(told.map((words) => expect.stringMatching(words) as string));
    expect(outcome).toMatchObject(genuine);
    expect(parseOutput(outcome)).toMatchObject({ warnings: [], notes: [] });
    expect(parseOutput(outcome).summary).toMatch(/^0 hits, 1 miss, 1 stored /);
  }
});

const ownKeys: readonly (Job & { what: string })[] = [
  { what: 'drops the keys from', trust: { branches: ['main'] } },
  {
    what: 'lists a key of its own in',
    trust: { branches: ['main'], publicKeys: [intruder.publicKey] },
    env: { NX_AZURE_CACHE_SIGNING_KEY: intruder.signingKey },
  },
];

test.each(ownKeys)(
  'a pull request $what its own nx.json: it believes itself, and main looks elsewhere',
  async ({ trust = {}, env }) => {
    const repository = await createRepository(lab, 'signatures', { files: stampedProject('app') });
    const job = { files: patchedTool, trust, env: { ...asMain(), ...env } };
    const attack = await build(await repository.pullRequest(7, job));
    expect(parseOutput(attack).summary).toContain('1 stored');
    expect(await build(await repository.pullRequest(7, job))).toMatchObject(poisonedHit);

    const outcome = await build(await repository.main());
    expect(outcome).toMatchObject(genuine);
    expect(outcome.tasks[0]?.hash).not.toBe(attack.tasks[0]?.hash);
    expect(parseOutput(outcome).warnings).toEqual([]);
  },
);
