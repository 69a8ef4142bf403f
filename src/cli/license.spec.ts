import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { createFakeHost } from '../../test/fakes/host.js';
import { createLicenseIssuer, inDays } from '../../test/fakes/license-issuer.js';
import { createWorkspace } from '../../test/fakes/setup.js';
import type { Environment } from '../config/environment.js';
import { writeLicenseFile } from '../license/license-file.js';
import { runCli } from './run-cli.js';

const issuer = createLicenseIssuer();
const azure = { container: 'cache', accountName: 'acme', license: { publicKey: issuer.publicKey } };

interface Place {
  readonly env?: Environment;
  readonly azure?: object | undefined;
  readonly cwd?: string;
}

async function license(words: readonly string[], place: Place = {}) {
  const { env = {}, cwd = createWorkspace({ azure: 'azure' in place ? place.azure : azure }) } = place;
  const host = createFakeHost({ cwd, env });
  return { cwd, exitCode: await runCli(['license', ...words], host), ...host.written };
}

describe('keygen', () => {
  test('only the private key is on the standard output', async () => {
    const { exitCode, out, err } = await license(['keygen', '--id', 'acme-2027']);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^acme-2027:[\w+/]{43}=\n$/);
    expect(err).toMatch(/"azure": \{ "license": \{ "publicKey": "acme-2027:[\w+/]{43}=" \} \}/);
    expect(err).not.toContain(out.trim().split(':')[1]);
  });

  test('the generated key issues valid licenses', async () => {
    const { cwd, out } = await license(['keygen', '--json', '--out', 'key.txt']);
    const { publicKey } = JSON.parse(out) as { publicKey: string };
    const env = { NX_AZURE_CACHE_LICENSE_KEY: readFileSync(join(cwd, 'key.txt'), 'utf8') };
    const issued = await license(['issue', '--organization', 'Acme', '--expires', '9999-12-31'], { env });
    const asked = { azure: { ...azure, license: { publicKey } } };
    expect((await license(['show', issued.out], asked)).exitCode).toBe(0);
  });
});

describe('issue', () => {
  const env = { NX_AZURE_CACHE_LICENSE_KEY: issuer.signingKey };
  const acme = ['issue', '--organization', 'Acme', '--expires', '2199-02-28'];

  test('only the license is on the standard output', async () => {
    const issued = await license([...acme, '--seats', '300', '--workspaces', '5'], { env });
    expect(issued.exitCode).toBe(0);
    expect(issued.out).toMatch(/^eyJ[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect(issued.err).toMatch(/ for "Acme", valid until 2199-02-28, signed with "acme-2026":\n\n$/);
    const shown = JSON.parse((await license(['show', '--json', issued.out])).out) as object;
    expect(shown).toMatchObject({
      valid: true,
      license: { organization: 'Acme', seats: 300, workspaces: 5, expiresAt: '2199-02-28T23:59:59.000Z' },
    });
  });

  test('a license without counts is unlimited, and has a unique id', async () => {
    const [first, second] = [await license(acme, { env }), await license(acme, { env })];
    expect(first.out).not.toBe(second.out);
    const { out } = await license(['show', first.out]);
    expect(out).toMatch(/seats +unlimited\n +workspaces +unlimited\n/);
  });

  test.each([
    [[], "required option '--organization <name>' not specified"],
    [['--organization', ' '], 'Expected the name of an organization'],
    [['--expires', '2199-02-29'], 'Expected a day, e.g. 2027-12-31.'],
    [['--expires', '2199-2-3'], 'Expected a day'],
    [['--expires', 'soon'], 'Expected a day'],
    [['--expires', '+099999-01-01'], 'Expected a day'],
    [['--expires', '2020-01-01'], 'That day has passed.'],
    [['--seats', '0'], 'Expected a number from 1 to 9999.'],
    [['--seats', '10000'], 'Expected a number'],
    [['--seats', '-5'], 'Expected a number'],
    [['--workspaces', '1.5'], 'Expected a number'],
    [['--workspaces', 'many'], 'Expected a number'],
  ])('the options %j are invalid: %s', async (words, message) => {
    const { exitCode, out, err } = await license(words.length === 0 ? ['issue'] : [...acme, ...words], {
      env,
    });
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' });
    expect(err).toContain(message);
  });

  test.each([
    [{}, 'got nothing'],
    [{ NX_AZURE_CACHE_LICENSE_KEY: 'main:not-a-key' }, 'got another text'],
  ])('the key is required, and not printed (%j)', async (env, given) => {
    const { exitCode, out, err } = await license(acme, { env });
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' });
    expect(err).toMatch(
      /^error: NX_AZURE_CACHE_LICENSE_KEY: expected the private key that nx-azure-cache license keygen prints/,
    );
    expect(err).toContain(given);
    expect(err).not.toContain('not-a-key');
  });
});

describe('show', () => {
  test('prints the license that a run would use', async () => {
    const cwd = createWorkspace({ azure });
    writeLicenseFile(
      cwd,
      '.nx/key/key.ini',
      await issuer.issue({ expiresAt: new Date('2199-12-31T23:59:59Z') }),
    );
    const { exitCode, out } = await license(['show'], { cwd });
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^Valid: the license from \.nx\/key\/key\.ini is valid in this workspace\n/);
    expect(out).toMatch(/organization +Acme\n +seats +300\n +workspaces +5\n/);
    expect(out).toMatch(/expires +2199-12-31\n/);
  });

  test('a license that is about to expire is valid', async () => {
    const { exitCode, out } = await license(['show', await issuer.issue({ expiresAt: inDays(10) })]);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^Valid: the license from the command line expires on \d{4}-\d\d-\d\d, /);
  });

  test.each([
    ['expired', { expiresAt: inDays(-2) }, 'Acme'],
    ['foreign', { organization: 'Beta' }, 'Beta'],
  ])(
    'a license that is %s is not valid, and its content is printed',
    async (problem, grant, organization) => {
      const asked = { azure: { ...azure, license: { ...azure.license, organization: 'Acme' } } };
      const text = await issuer.issue(grant);
      const { exitCode, out } = await license(['show', '--json', text], asked);
      expect(exitCode).toBe(1);
      expect(JSON.parse(out)).toMatchObject({ valid: false, problem, license: { organization } });
      expect(out).not.toContain(text);
      expect((await license(['show', text], asked)).out).toContain(`organization  ${organization}\n`);
    },
  );

  test('another text is not valid', async () => {
    const { exitCode, out } = await license(['show', 'something']);
    expect({ exitCode, out }).toEqual({
      exitCode: 1,
      out: 'Not valid: the license from the command line is not a license of nx-azure-cache; copy all of it, as printed by nx-azure-cache license issue\n',
    });
  });

  test('a missing license is not valid', async () => {
    const { exitCode, out } = await license(['show', '--json']);
    expect(exitCode).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ valid: false, problem: 'missing', source: null, license: null });
  });

  test('a license that is not required is not verified, and the command succeeds', async () => {
    const place = { azure: { ...azure, license: undefined }, env: { NX_KEY: await issuer.issue() } };
    const { exitCode, out } = await license(['show', '--json'], place);
    expect(exitCode).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      valid: null,
      source: 'NX_KEY',
      license: { organization: 'Acme' },
    });
    expect((await license(['show'], { azure: undefined })).out).toMatch(
      /^Not required: nx\.json has no azure\.license/,
    );
  });
});
