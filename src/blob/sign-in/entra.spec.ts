import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test, vi } from 'vitest';

import { temporaryFolder } from '../../../test/support/temporary-folder.js';
import { resolveEntra } from '../../config/entra.js';
import { createEntra } from './entra.js';
import type { GivenToken } from './shared-token.js';

/** A user's own machine, on which somebody is signed in with az. */
function machine(variables: Record<string, string> = {}) {
  const home = temporaryFolder();
  const env = { HOME: home, USERPROFILE: home, LOCALAPPDATA: join(home, 'local'), ...variables };
  const settings = resolveEntra(env, []);
  mkdirSync(dirname(settings.sessions.az), { recursive: true });
  writeFileSync(settings.sessions.az, '{}');
  return settings;
}

const fromAz = (token: string): GivenToken => ({ token, expires: Date.now() + 3_600_000, tool: 'az' });
const credentialOf = (...given: GivenToken[]) => {
  const ask = vi.fn(() => Promise.resolve(given[ask.mock.calls.length - 1] ?? fromAz('one too many')));
  const load = vi.fn(() => Promise.resolve({ ask, underWay: () => undefined }));
  return { ask, load };
};

test('a second process finds the token, and does not even load the credential', async () => {
  const settings = machine();
  const account = 'acme.blob.core.windows.net';
  const [first, second] = [credentialOf(fromAz('one')), credentialOf()];
  expect((await createEntra({ settings, account, ...first }).token()).token).toBe('one');
  expect(await createEntra({ settings, account, ...second }).token()).toMatchObject({
    token: 'one',
    kept: true,
  });
  expect([first.ask, second.load].map(({ mock }) => mock.calls.length)).toEqual([1, 0]);
});

test('containers of one process share one credential and one token', async () => {
  const { ask, load } = credentialOf(fromAz('one'));
  const entra = createEntra({ load });
  await Promise.all([entra.policy(), entra.policy()]);
  await entra.policy();
  expect([load, ask].map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
});

test('the token is taken out of texts, also one of an earlier run', async () => {
  const settings = machine();
  const entra = createEntra({ settings, ...credentialOf(fromAz('opaque')) });
  expect(entra.redact('opaque')).toBe('opaque');
  await entra.token();
  expect(entra.redact('it was opaque')).toBe('it was [redacted]');
  const next = createEntra({ settings });
  await next.token();
  expect(next.redact('it was opaque')).toBe('it was [redacted]');
});

test.each([
  ['acme.blob.core.windows.net', undefined, undefined],
  ['acme.blob.core.usgovcloudapi.net', undefined, 'https://login.microsoftonline.us'],
  ['acme.privatelink.blob.core.chinacloudapi.cn', undefined, 'https://login.chinacloudapi.cn'],
  ['acme.blob.core.usgovcloudapi.net', 'https://login.example', 'https://login.example'],
  ['core.usgovcloudapi.net.evil.example', undefined, undefined],
])('the account %s with AZURE_AUTHORITY_HOST=%s asks %s', async (account, authority, asked) => {
  const settings = machine(authority === undefined ? {} : { AZURE_AUTHORITY_HOST: authority });
  const { load } = credentialOf(fromAz('one'));
  await createEntra({ settings, account, load }).token();
  expect(load).toHaveBeenCalledWith(expect.objectContaining({ authority: asked }));
});
