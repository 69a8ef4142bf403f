import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { version } from '../../../../package.json';
import { createFakeSetup, createWorkspace, installStub } from '../../../../test/fakes/setup.js';
import { createSetup } from '../setup.js';
import { findingsOf } from '../check.js';
import { checkPackage } from './package.js';

const alias = '@nx/powerpack-azure-cache';
const name = 'nx-azure-cache';
const main = 'exports.getRemoteCache = () => null;';
const install = `npm install -D ${alias}@npm:${name}`;

type Stub = Parameters<typeof installStub>[2];

function look(packages: Record<string, Stub>) {
  const setup = createFakeSetup({});
  for (const [as, stub] of Object.entries(packages)) installStub(setup.cwd, as, stub);
  const run = async () => findingsOf(checkPackage, setup);
  return { run, workspace: setup.cwd };
}

test('an installed package that Nx loads passes', async () => {
  const { run, workspace } = look({ [alias]: { name, version, main } });
  const folder = join(workspace, 'node_modules', alias);
  expect(await run()).toEqual([{ status: 'pass', detail: `Nx loads ${name} ${version} from ${folder}` }]);
});

test('a package beside Nx, and a second copy of the same version, pass', async () => {
  const { run } = look({
    nx: { version: '24.0.0' },
    [`nx/node_modules/${alias}`]: { name, version, main },
    [name]: { version, main },
  });
  expect(await run()).toMatchObject([{ status: 'pass' }]);
});

test.each<[string, Record<string, Stub>, string, string, string]>([
  ['nothing', {}, 'fail', `Nx looks for ${alias}, which is not installed`, install],
  ['the plain name alone', { [name]: { version, main } }, 'fail', `Nx looks only for ${alias}`, install],
  [
    'the package of the vendor',
    { [alias]: { version: '4.0.0', main: 'throw new Error("loaded")' } },
    'fail',
    `${alias} is another package here: ${alias} 4.0.0`,
    install,
  ],
  [
    'one that cannot be loaded',
    { [alias]: { name, version, main: 'throw new Error("of no use")' } },
    'fail',
    'cannot be loaded: of no use',
    `install it again: ${install}`,
  ],
  [
    'two versions',
    { [alias]: { name, version, main }, [name]: { version: '99.0.0', main } },
    'warn',
    `Nx loads ${version}, and ${name} 99.0.0 is not used`,
    `npm uninstall ${name}`,
  ],
  [
    'another version than this doctor’s',
    { [alias]: { name, version: '0.0.1', main } },
    'warn',
    `this is the doctor of version ${version}`,
    `run the doctor of the workspace (npx ${name} doctor), or update the workspace: ${install}`,
  ],
])('%s is a finding, until it is fixed', async (_, packages, status, ...[detail, fix]) => {
  const { run, workspace } = look(packages);
  const found = (await run()).at(-1);
  expect(found).toMatchObject({ status, fix, detail: expect.stringContaining(detail) as string });
  rmSync(join(workspace, 'node_modules'), { recursive: true, force: true });
  installStub(workspace, alias, { name, version, main });
  expect(await run()).toMatchObject([{ status: 'pass' }]);
});

test('a package without getRemoteCache fails', async () => {
  const { run } = look({ [alias]: { name, version } });
  const detail = expect.stringContaining('it has no getRemoteCache') as string;
  expect(await run()).toMatchObject([{ status: 'fail', detail, fix: `install it again: ${install}` }]);
});

test('the check is skipped outside of a workspace', async () => {
  expect(await findingsOf(checkPackage, createSetup(createWorkspace(undefined), {}))).toMatchObject([
    { status: 'skip' },
  ]);
});
