import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';

import { createAz } from '../../../test/cloud/az.js';
import { mintToken } from '../../../test/cloud/token.js';
import { temporaryFolder } from '../../../test/support/temporary-folder.js';
import { resolveEntra } from '../../config/entra.js';
import { createEntra } from './entra.js';
import type { GivenToken } from './shared-token.js';
import { findSignedIn } from './signed-in.js';
import { readClaims } from './token-claims.js';

const claims = {
  tid: 't',
  oid: 'o',
  appid: 'vm',
  aud: 'https://storage.azure.com',
  iss: 'i',
  exp: 0,
};
const machineToken = mintToken({ ...claims, idtyp: 'app' });

function signIn(given: Partial<GivenToken>, env: Record<string, string> = {}) {
  const settings = resolveEntra({ HOME: temporaryFolder(), NX_AZURE_CACHE_TOKEN_CACHE: 'false', ...env }, []);
  const ask = () => Promise.resolve({ token: machineToken, expires: Date.now() + 3_600_000, ...given });
  const load = () => Promise.resolve({ ask, underWay: () => undefined });
  return findSignedIn(createEntra({ settings, load }), settings);
}

describe('the identity of a machine wins', () => {
  test('over the session of az that a job has made', async () => {
    const { variables } = createAz(temporaryFolder(), {
      kind: 'session',
      user: 'build-app',
      tenant: 't',
      tokens: {},
    });
    const { AZURE_CONFIG_DIR } = variables;
    expect(await signIn({ managed: true }, { AZURE_CONFIG_DIR })).toMatchObject({
      managed: true,
      passedOver: "the Azure CLI's session of build-app",
    });
    expect(await signIn({ tool: 'az' }, { AZURE_CONFIG_DIR })).toMatchObject({
      managed: false,
      passedOver: undefined,
    });
  });

  test('over the one that AZURE_CLIENT_ID names', async () => {
    expect((await signIn({ managed: true }, { AZURE_CLIENT_ID: 'build' })).passedOver).toContain('build');
    expect((await signIn({ managed: true }, { AZURE_CLIENT_ID: 'vm' })).passedOver).toBeUndefined();
  });

  test('over nobody where nobody has signed in', async () => {
    const home = temporaryFolder();
    const { sessions } = resolveEntra({ HOME: home }, []);
    mkdirSync(dirname(sessions.az), { recursive: true });
    writeFileSync(sessions.az, 'cut in h');
    expect((await signIn({ managed: true }, { HOME: home })).passedOver).toBeUndefined();
  });
});

test.each([
  [
    { idtyp: 'user', upn: 'ada' },
    { kind: 'user', name: 'ada' },
  ],
  [
    { scp: 'user_impersonation', unique_name: 'ada' },
    { kind: 'user', name: 'ada' },
  ],
  [
    { idtyp: 'app', azp: 'client' },
    { kind: 'application', clientId: 'client' },
  ],
  [{ idtyp: 'app', xms_mirid: '/subscriptions/x' }, { kind: 'managed identity' }],
])('a token that says %j', (payload, expected) => {
  const token = `e30.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.x`;
  expect(readClaims(token)).toMatchObject(expected);
});

test.each(['opaque', 'a.b.c', 'e30.bnVsbA.x'])('the token %s says nothing', (token) => {
  expect(readClaims(token)).toBeUndefined();
});
