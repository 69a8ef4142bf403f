import { expect, test } from 'vitest';
import { createFakeHost } from '../../test/fakes/host.js';
import { createWorkspace } from '../../test/fakes/setup.js';
import type { Environment } from '../config/environment.js';
import { runCli } from './run-cli.js';

async function doctor(azure: unknown, env: Environment, ...words: string[]) {
  const host = createFakeHost({ cwd: createWorkspace({ azure }), env });
  return { exitCode: await runCli(['doctor', ...words], host), ...host.written };
}

test('a failure is the exit code, with what to do, and what depends on it is skipped', async () => {
  expect(await doctor({ container: 'Cache', accountName: 'acme' }, {})).toEqual({
    exitCode: 1,
    err: '',
    out: `fail  Configuration: nx.json azure.container: got "Cache"
      Fix: put there a container name: 3 to 63 lowercase letters, digits and single hyphens
skip  Mode: not before this works: Configuration
skip  Credential: not before this works: Configuration
skip  Container: not before this works: Configuration
skip  Scopes: not before this works: Configuration
skip  Signatures: not before this works: Configuration

1 failed, 5 skipped
`,
  });
});

test('--json is the same for machines', async () => {
  const { exitCode, out } = await doctor({ container: 'Cache', accountName: 'acme' }, {}, '--json');
  const { ok, checks } = JSON.parse(out) as { ok: boolean; checks: object[] };
  expect({ exitCode, ok }).toEqual({ exitCode: 1, ok: false });
  expect(checks[0]).toEqual({
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
  expect(await titles()).toEqual(['Container', 'Scopes', 'Signatures']);
  expect(await titles('--trust')).toEqual(['Poisoning', 'Own scope', 'Signing key']);
});

test.each([[[]], [['--json']]])('secrets in the wrong place are not repeated %j', async (words) => {
  const env = { AZURE_STORAGE_KEY: 'c2VjcmV0LXNlY3JldA==', NX_AZURE_CACHE_SIGNING_KEY: 'main:not-a-key' };
  const azure = { container: 'cache', accountName: env.AZURE_STORAGE_KEY, endpoint: 'main:not-a-key' };
  const { out } = await doctor({ ...azure, trust: { branches: ['main'] } }, env, ...words);
  expect(out).toContain('[redacted]');
  for (const secret of Object.values(env)) expect(out).not.toContain(secret);
});
