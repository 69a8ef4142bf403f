import { expect, test } from 'vitest';
import { version } from '../../package.json';
import { createFakeHost } from '../../test/support/fakes/host.js';
import { createWorkspace, installStub } from '../../test/support/fakes/setup.js';
import type { Environment } from '../config/environment.js';
import { runCli } from './run-cli.js';

async function doctor(azure: unknown, env: Environment, ...words: string[]) {
  const host = createFakeHost({ cwd: createWorkspace({ azure }), env });
  const main = 'exports.getRemoteCache = () => null;';
  installStub(host.cwd, '@nx/powerpack-azure-cache', { name: 'nx-azure-cache', version, main });
  installStub(host.cwd, 'nx', { version: '22.7.12' });
  return { exitCode: await runCli(['doctor', ...words], host), ...host.written };
}

test('a failure is the exit code, with what to do, and what depends on it is skipped', async () => {
  const { exitCode, err, out } = await doctor({ container: 'Cache', accountName: 'acme' }, {});
  expect({ exitCode, err }).toEqual({ exitCode: 1, err: '' });
  expect(out).toMatch(
    /^pass {2}Package: .*\npass {2}Versions: Nx 22.7.12\npass {2}Versions: Node .*\npass {2}Shadowing: /,
  );
  expect(out.slice(out.indexOf('fail'))).toBe(`fail  Configuration: nx.json azure.container: got "Cache"
      Fix: put there a container name: 3 to 63 lowercase letters, digits and single hyphens
skip  Mode: not before this works: Configuration
skip  License: not before this works: Configuration
skip  Proxy: not before this works: Configuration
skip  Endpoint: not before this works: Configuration
skip  Clock: not before this works: Configuration
skip  Credential: not before this works: Configuration
skip  Container: not before this works: Configuration
skip  Rights: not before this works: Configuration
skip  Speed: not before this works: Configuration
skip  Scopes: not before this works: Configuration
skip  Signatures: not before this works: Configuration

4 passed, 1 failed, 11 skipped
`);
});

test('--json is the same for machines', async () => {
  const { exitCode, out } = await doctor({ container: 'Cache', accountName: 'acme' }, {}, '--json');
  const { ok, checks } = JSON.parse(out) as { ok: boolean; checks: object[] };
  expect({ exitCode, ok }).toEqual({ exitCode: 1, ok: false });
  expect(checks[4]).toEqual({
    title: 'Configuration',
    status: 'fail',
    detail: 'nx.json azure.container: got "Cache"',
    fix: 'put there a container name: 3 to 63 lowercase letters, digits and single hyphens',
  });
});

test('--trust makes more checks', async () => {
  const titles = async (...words: string[]) =>
    (
      JSON.parse((await doctor(undefined, {}, '--json', ...words)).out) as { checks: { title: string }[] }
    ).checks
      .map(({ title }) => title)
      .slice(-3);
  expect(await titles()).toEqual(['Speed', 'Scopes', 'Signatures']);
  expect(await titles('--trust')).toEqual(['Signatures', 'Poisoning', 'Signing key']);
});

test.each([[[]], [['--json']]])('secrets in the wrong place are not repeated %j', async (words) => {
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
