import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { azFails, azSays, createAz, type AzBehavior } from '../../test/cloud/az.js';
import type { Az } from './az-cli.js';
import { deploySite } from './deploy-site.js';
import { findSubscription } from './find-subscription.js';
import { createRemovals } from './removals.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nx-azure-cache-az-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** `npm run test:azure`, without the packing, on a machine with such an `az`. */
function testAzure(behavior: AzBehavior) {
  const az = createAz(folder, behavior);
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'e2e/azure/main.mts'], {
    cwd: join(import.meta.dirname, '../..'),
    env: { ...az.variables, PATH: join(folder, 'bin') },
    encoding: 'utf8',
  });
  return { status, stderr, calls: az.calls().map((args) => args.join(' ')) };
}

test('a run without az fails, and prints what to install', () => {
  const { status, stderr } = testAzure({ kind: 'missing' });
  expect(status).toBe(1);
  expect(stderr).toContain('az cannot be started here: install it');
});

test('a run with a signed-out az fails, reports it, and creates nothing', async () => {
  const { status, stderr, calls } = testAzure(azFails(azSays.notSignedIn));
  expect(status).toBe(1);
  expect(stderr).toContain("Please run 'az login'");
  expect(calls).toEqual(['version --output json']);

  const az: Az = ([first = '']) =>
    first === 'version' ? Promise.resolve({}) : Promise.reject(new Error(azSays.notSignedIn));
  await expect(findSubscription(az)).rejects.toThrow('az is not signed in to one: run az login');
});

test('a run in another cloud fails', async () => {
  const account = { ...subscription, environmentName: 'AzureChinaCloud', user: { name: 'ada' } };
  await expect(findSubscription(() => Promise.resolve(account))).rejects.toThrow(
    'knows the public cloud only, and az is set to AzureChinaCloud',
  );
});

const subscription = { id: 'sub', name: 'Build', tenantId: 'tenant', user: 'ada@acme.example' };
const reader = '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1';

/** An `az` that answers as documented and records its commands; `refuse` selects the commands that fail. */
function fakeAz(refuse: (command: string, nth: number) => boolean = () => false) {
  const calls: string[] = [];
  const valueOf = (args: readonly string[], name: string) => args[args.indexOf(name) + 1] ?? '';
  const answers: Readonly<Record<string, (args: readonly string[]) => unknown>> = {
    'ad sp create-for-rbac': (args) => ({
      appId: `app of ${valueOf(args, '--name')}`,
      password: 'the-secret',
    }),
    'ad sp show': (args) => ({ id: `object of ${valueOf(args, '--id')}` }),
    'identity show': (args) => ({ principalId: `principal of ${valueOf(args, '--name')}` }),
    'role assignment list': (args) => [assignmentAt(valueOf(args, '--scope'))],
    'role assignment create': () => ({ id: 'made' }),
  };
  const az: Az = (args) => {
    const command = args.join(' ');
    const nth = calls.filter((call) => call === command).length;
    calls.push(command);
    if (refuse(command, nth)) return Promise.reject(new Error(`refused: ${command}`));
    const [, answer] = Object.entries(answers).find(([known]) => command.startsWith(known)) ?? [];
    return Promise.resolve(answer?.(args));
  };
  return { az, calls };
}

function assignmentAt(scope: string) {
  const account = /storageAccounts\/(\w+)/.exec(scope)?.[1] ?? '';
  const isOne = account.endsWith('b');
  return {
    id: `assignment on ${account}`,
    principalId: `principal of ${account}-untrusted`,
    roleDefinitionId: reader,
    condition: isOne ? 'the condition' : null,
    conditionVersion: isOne ? '2.0' : null,
  };
}

const deployWith = (az: Az, removals = createRemovals()) =>
  deploySite(az, {
    subscription,
    location: 'westeurope',
    id: '1a2b',
    removals,
    pause: () => Promise.resolve(),
  });

test('the template is deployed as it is, and its own assignments are copied to who can sign in', async () => {
  const { az, calls } = fakeAz();
  const site = await deployWith(az);
  expect(calls[0]).toBe(
    'group create --name nx-azure-cache-test-1a2b --location westeurope --tags purpose=nx-azure-cache-test run=1a2b',
  );
  expect(calls.filter((call) => call.startsWith('deployment group create'))).toHaveLength(2);
  const copies = calls.filter((call) => call.startsWith('role assignment create'));
  expect(copies).toHaveLength(3);
  for (const copy of copies)
    expect(copy).toContain('--assignee-object-id object of app of nx-azure-cache-test-1a2b-pr');
  expect(
    copies.filter((copy) => copy.endsWith('--condition the condition --condition-version 2.0')),
  ).toHaveLength(1);
  expect(site).toMatchObject({
    tenant: 'tenant',
    accounts: [
      { name: 'nxcachetest1a2ba', container: 'nx-cache', untrustedContainer: 'nx-cache-untrusted' },
      { name: 'nxcachetest1a2bb', container: 'nx-cache', untrustedContainer: 'nx-cache', prefix: 'team/web' },
    ],
  });
});

test('a deployment whose new role is not known yet is tried once more', async () => {
  const { az, calls } = fakeAz(
    (command, nth) => command.includes('--name nxcachetest1a2ba --parameters') && nth === 0,
  );
  await deployWith(az);
  expect(calls.filter((call) => call.startsWith('deployment group create'))).toHaveLength(3);
});

test('a run removes everything, the group last, also after a failure, and reports what it could not remove', async () => {
  const removals = createRemovals();
  const { az, calls } = fakeAz((command) =>
    /storageAccounts\/nxcachetest1a2bb|^ad app delete .*-pr/.test(command),
  );
  await expect(deployWith(az, removals)).rejects.toThrow('refused: role assignment list');
  const before = calls.length;
  expect(await removals.run()).toEqual(['az ad app delete --id app of nx-azure-cache-test-1a2b-pr']);
  const removed = calls.slice(before);
  expect(removed.at(-1)).toBe('group delete --name nx-azure-cache-test-1a2b --yes');
  const scope = '/subscriptions/sub/resourceGroups/nx-azure-cache-test-1a2b';
  for (const account of ['nxcachetest1a2ba', 'nxcachetest1a2bb']) {
    expect(removed).toContain(`role definition delete --name Nx cache writer (${account}) --scope ${scope}`);
  }
  expect(removed.filter((call) => call.startsWith('role assignment delete'))).toHaveLength(4);
  expect(removed.indexOf('ad app delete --id app of nx-azure-cache-test-1a2b-main')).toBeGreaterThan(0);
  expect(await removals.run()).toEqual([]);
});

test('no command contains a secret', async () => {
  const { az, calls } = fakeAz();
  await deployWith(az);
  expect(calls.join()).not.toContain('the-secret');
});
