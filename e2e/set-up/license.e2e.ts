import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { createLicenseIssuer, inDays } from '../../test/support/fakes/license-issuer.js';
import { installNxWithLicenses } from '../../test/support/install/nx-version.js';
import type { Share } from '../../test/support/workspace/cloud.js';
import { useLab } from '../../test/support/workspace/lab.js';
import type { Machine } from '../../test/support/workspace/machine.js';
import { parseOutput } from '../../test/support/workspace/parse-output.js';
import { build, stampedProject, genuineTool } from '../../test/support/workspace/stamped-project.js';

const lab = useLab();
const files = { ...genuineTool, ...stampedProject('app') };
const issuer = createLicenseIssuer();
const licenseTerms = { publicKey: issuer.publicKey, organization: 'Acme' };
const licensed = 'Licensed to Acme for 300 users in 5 workspaces';

/** `nx <args>` that runs no task. If the package is missing, Nx must not fetch another one with that name. */
function nx(machine: Machine, ...args: string[]) {
  const [node = '', ...words] = machine.command(args);
  const env = { ...machine.env, npm_config_registry: 'http://127.0.0.1:9/' };
  const options = { cwd: machine.workspace, env, encoding: 'utf8' } as const;
  const { status, stdout, stderr } = spawnSync(node, words, options);
  return { status, text: stripVTControlCharacters(stdout + stderr) };
}

/** The license with more seats in it. */
function tampered(license: string): string {
  const [header, payload = '', signature] = license.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
  const richer = Buffer.from(JSON.stringify({ ...claims, seats: 9999 })).toString('base64url');
  return [header, richer, signature].join('.');
}

describe.each([
  { line: '20.4', command: 'activate-powerpack', file: '.nx/powerpack/license.ini', name: 'license' },
  { line: '21', command: 'register', file: '.nx/key/key.ini', name: 'key' },
  { line: '24', command: 'activate-powerpack', file: '.nx/key/key.ini', name: 'key' },
] as const)('Nx $line', ({ line, command, file, name }) => {
  let share: Share;
  const machine = async (license = '') =>
    lab.machine({ ...share, env: { ...share.env, NX_POWERPACK_LICENSE: license } }, files, {
      install: await installNxWithLicenses(line),
    });

  beforeAll(async () => {
    const { azure, env } = await lab.cloud.createShare();
    share = { azure: { ...azure, license: licenseTerms }, env };
    const run = await build(await machine(await issuer.issue()));
    expect(parseOutput(run).summary).toContain('1 stored');
  });

  test(`nx ${command} makes a license active, and nx report shows it`, async () => {
    const fresh = await machine();
    expect(nx(fresh, 'report').text).toContain('there is no license in NX_POWERPACK_LICENSE, NX_KEY, ');
    expect(nx(fresh, command, 'something')).toMatchObject({
      status: 1,
      text: expect.stringContaining('the given text is not a license of nx-azure-cache') as string,
    });

    const license = await issuer.issue();
    const activated = nx(fresh, command, license);
    expect(activated).toMatchObject({ status: 0, text: expect.stringContaining(file) as string });
    expect(activated.text).not.toContain(license);
    expect(readFileSync(join(fresh.workspace, file), 'utf8')).toBe(`${name}=${license}\n`);

    expect(nx(fresh, 'report').text).toContain(licensed);
    const run = await build(fresh);
    expect(run.statuses).toEqual({ 'app:build': 'remote-cache-hit' });
    expect(run.stdout).toContain(licensed);
  });

  test.each([
    ['no license', Promise.resolve(''), /there is no license in NX_POWERPACK_LICENSE, NX_KEY, /],
    ['an expired one', issuer.issue({ expiresAt: inDays(-3) }), / expired on \d{4}-\d\d-\d\d; /],
    ['a tampered one', issuer.issue().then(tampered), / has no valid signature by the key "acme-2026"; /],
    [
      'that of another organization',
      issuer.issue({ organization: 'Beta' }),
      / is for "Beta", not for "Acme"; /,
    ],
  ])('a build with %s uses only its local cache, and one message explains why', async (_, license, why) => {
    lab.cloud.proxy.reset();
    const local = await machine(await license);
    const run = await build(local);
    expect(run.code).toBe(0);
    expect(run.statuses).toEqual({ 'app:build': 'cache-miss' });
    expect(lab.cloud.proxy.requests).toEqual([]);
    expect(parseOutput(run)).toMatchObject({
      warnings: [expect.stringMatching(why) as string],
      notes: [],
      summary: '',
    });
    expect(parseOutput(run).warnings[0]).toMatch(/^warning: the remote cache is off: /);

    const again = await build(local);
    expect(again.statuses).toEqual({ 'app:build': 'local-cache-hit' });
    expect(again.stderr).not.toContain('nx-azure-cache');
  });

  test.each([
    ['an active license', 100, []],
    ['one that is about to expire', 13, [/^warning: the license from NX_POWERPACK_LICENSE expires on /]],
  ])('with %s the cache is shared', async (_, days, warnings) => {
    const remote = await machine(await issuer.issue({ expiresAt: inDays(days) }));
    const run = await build(remote);
    expect(run.code).toBe(0);
    expect(run.statuses).toEqual({ 'app:build': 'remote-cache-hit' });
    expect(parseOutput(run).warnings).toEqual(warnings.map((text) => expect.stringMatching(text) as string));
    expect((await build(remote)).stderr).not.toContain('nx-azure-cache');
  });
});
