import { stripVTControlCharacters } from 'node:util';
import { expect, test, describe } from 'vitest';

import { version } from '../../package.json';
import { createFakeHost } from '../../test/fakes/host.js';
import { createWorkspace, installStub } from '../../test/fakes/setup.js';
import type { Environment } from '../config/environment.js';
import { isWell, printRow, printSummary } from './doctor.js';
import type { Row } from './doctor/check.js';
import { runCli } from './run-cli.js';

async function doctor(azure: unknown, env: Environment, ...words: string[]) {
  const host = createFakeHost({ cwd: createWorkspace({ azure }), env });
  const main = 'exports.getRemoteCache = () => null;';
  installStub(host.cwd, '@nx/powerpack-azure-cache', { name: 'nx-azure-cache', version, main });
  installStub(host.cwd, 'nx', { version: '22.7.12' });
  return { exitCode: await runCli(['doctor', ...words], host), ...host.written };
}

test('a failure sets the exit code, has a fix, and skips the checks that need it', async () => {
  const { exitCode, err, out } = await doctor({ container: 'Cache', accountName: 'acme' }, {});
  expect({ exitCode, err }).toEqual({ exitCode: 1, err: '' });
  expect(out).toMatch(
    /^pass {2}Package: .*\npass {2}Versions: Nx 22.7.12\npass {2}Versions: Node .*\npass {2}Shadowing: /,
  );
  expect(out.slice(out.indexOf('fail'))).toBe(`fail  Configuration: nx.json azure.container: got "Cache"
      Fix: use a container name: 3 to 63 lowercase letters, digits and single hyphens
skip  Mode: needs the check Configuration to pass
skip  License: needs the check Configuration to pass
skip  Proxy: needs the check Configuration to pass
skip  Endpoint: needs the check Configuration to pass
skip  Clock: needs the check Configuration to pass
skip  Credential: needs the check Configuration to pass
skip  Container: needs the check Configuration to pass
skip  Rights: needs the check Configuration to pass
skip  Speed: needs the check Configuration to pass
skip  Scopes: needs the check Configuration to pass
skip  Signatures: needs the check Configuration to pass

4 passed, 1 failed, 11 skipped
`);
});

test('--json prints the same findings', async () => {
  const { exitCode, out } = await doctor({ container: 'Cache', accountName: 'acme' }, {}, '--json');
  const { ok, checks } = JSON.parse(out) as { ok: boolean; checks: object[] };
  expect({ exitCode, ok }).toEqual({ exitCode: 1, ok: false });
  expect(checks[4]).toEqual({
    title: 'Configuration',
    status: 'fail',
    detail: 'nx.json azure.container: got "Cache"',
    fix: 'use a container name: 3 to 63 lowercase letters, digits and single hyphens',
  });
});

test('--trust runs more checks', async () => {
  const titles = async (...words: string[]) =>
    (
      JSON.parse((await doctor(undefined, {}, '--json', ...words)).out) as { checks: { title: string }[] }
    ).checks
      .map(({ title }) => title)
      .slice(-3);
  expect(await titles()).toEqual(['Speed', 'Scopes', 'Signatures']);
  expect(await titles('--trust')).toEqual(['Signatures', 'Poisoning', 'Signing key']);
});

test.each([[[]], [['--json']]])('secrets in the wrong place are not printed %j', async (words) => {
  const env = {
    AZURE_STORAGE_KEY: 'c2VjcmV0LXNlY3JldA==',
    NX_AZURE_CACHE_SIGNING_KEY: 'main:not-a-key',
    NX_AZURE_CACHE_LICENSE_KEY: 'acme:not-a-key',
    NX_POWERPACK_LICENSE: 'eyJhbGciOiJFZERTQSJ9.e30.AAAA',
    NX_KEY: 'c29tZWJvZHkncyBrZXk=',
  };
  const azure = { container: env.NX_KEY, accountName: env.AZURE_STORAGE_KEY, endpoint: 'main:not-a-key' };
  const license = { publicKey: env.NX_AZURE_CACHE_LICENSE_KEY, organization: env.NX_POWERPACK_LICENSE };
  const { out } = await doctor({ ...azure, license, trust: { branches: ['main'] } }, env, ...words);
  expect(out).toContain('[redacted]');
  for (const secret of Object.values(env)) expect(out).not.toContain(secret);
});

const row: Row = {
  title: 'Container',
  status: 'fail',
  detail: 'container "cache" does not exist in acme',
  fix: 'create it with az storage container create, or correct azure.container',
};
const plain = { width: undefined, hasColors: false };
const rowsOf = (...statuses: Row['status'][]) => statuses.map((status) => ({ ...row, status }));

describe('a printed finding', () => {
  test('is two lines where there is no terminal, however long they are', () => {
    expect(printRow(row, plain)).toBe(
      'fail  Container: container "cache" does not exist in acme\n' +
        '      Fix: create it with az storage container create, or correct azure.container\n',
    );
  });

  test('keeps to the width of a terminal', () => {
    const text = printRow(row, { width: 50, hasColors: false });
    const lines = text.trimEnd().split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(50);
    expect(lines.slice(1).every((line) => line.startsWith('      '))).toBe(true);
    expect(text.replace(/\s+/g, ' ')).toBe(printRow(row, plain).replace(/\s+/g, ' '));
  });

  test('shows its status in color on a screen with colors', () => {
    const text = printRow(row, { width: undefined, hasColors: true });
    expect(text).toMatch(/fail {2}.+Container: /);
    expect(stripVTControlCharacters(text)).toBe(printRow(row, plain));
  });
});

test('the summary counts findings by status', () => {
  expect(printSummary(rowsOf('pass', 'skip', 'pass', 'fail'))).toBe('\n2 passed, 1 failed, 1 skipped\n');
});

test('warnings and skipped checks do not fail the run', () => {
  expect(isWell(rowsOf('pass', 'warn', 'skip'))).toBe(true);
  expect(isWell(rowsOf('pass', 'fail'))).toBe(false);
});
