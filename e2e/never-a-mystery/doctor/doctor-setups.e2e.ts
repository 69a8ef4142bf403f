import { spawn } from 'node:child_process';
import { realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { accountKey } from '../../../test/support/azurite.js';
import { change, writeState, type State } from './state.js';
import { resetServices, setupRows } from './setup-rows.js';
import { startServices, type Services } from './services.js';
import { installNx } from '../../../test/support/install/nx-version.js';

let services: Services;
/** the folder of the packed package, as it is installed */
let packed: string;

beforeAll(async () => {
  services = await startServices();
  packed = realpathSync(join(await installNx('24'), 'node_modules/@nx/powerpack-azure-cache'));
});
beforeEach(() => {
  resetServices(services);
});
afterAll(() => services.close());

interface Row {
  readonly title: string;
  readonly status: string;
  readonly detail: string;
  readonly fix?: string;
}

/** `nx-azure-cache doctor --json` of the packed package, with no variable but those given. */
async function doctor(state: State): Promise<{ rows: readonly Row[]; status: number | null }> {
  const folder = writeState(state, packed);
  const given = Object.entries(state.env).filter(([, value]) => value !== undefined);
  const child = spawn(process.execPath, [join(packed, 'dist/cli.js'), 'doctor', '--json'], {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: folder, ...Object.fromEntries(given) },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const [stdout, status] = await Promise.all([text(child.stdout), ended]);
  rmSync(folder, { recursive: true });
  expect(stdout).not.toContain(accountKey);
  const { ok, checks } = JSON.parse(stdout) as { ok: boolean; checks: Row[] };
  expect(ok).toBe(status === 0);
  return { rows: checks, status };
}

/** Without `trust`, doctor always reports the first one, at the end. The Node of these tests is not part of a set-up. */
const isExpected = ({ title, detail }: Row) =>
  title === 'Scopes' || (title === 'Versions' && detail.startsWith('Node '));

/** The rows with a problem. A check with nothing to check has none. */
const complaints = (rows: readonly Row[]) =>
  rows.filter((row) => ['warn', 'fail'].includes(row.status) && !isExpected(row));

test('a healthy setup passes', async () => {
  const { rows, status } = await doctor(services.healthy);
  expect(complaints(rows)).toEqual([]);
  expect(status).toBe(0);
});

test.each(setupRows)(
  '$name is found, and its fix works',
  async ({ check, status: expected = 'fail', reports, broken, fixed }) => {
    const state = change(services.healthy, broken(services));
    const before = await doctor(state);
    const [first] = complaints(before.rows);
    expect(first).toMatchObject({ title: check, status: expected });
    expect([first?.detail, first?.fix].join('; ')).toMatch(reports);
    expect(before.status).toBe(expected === 'fail' ? 1 : 0);

    const after = await doctor(change(state, await fixed(services)));
    expect(complaints(after.rows)).toEqual([]);
    expect(after.status).toBe(0);
  },
);
