import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest';

import { azFails, azSays, createAz, type AzBehavior } from '../../../test/cloud/az.js';
import { temporaryFolder } from '../../../test/support/temporary-folder.js';
import { createDefaultCredential } from './default-credential.js';

type Respond = (response: ServerResponse) => void;

/** A managed identity as Azure App Service has it. `@azure/identity` keeps to the first service that a process has found. */
let respond: Respond;
const server = createServer((_, response) => {
  respond(response);
});
beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return () => {
    server.closeAllConnections();
    server.close();
  };
});
const hostOf = () => `127.0.0.1:${(server.address() as AddressInfo).port}`;
beforeEach(() => {
  vi.stubEnv('IDENTITY_ENDPOINT', `http://${hostOf()}/msi/token`);
  vi.stubEnv('IDENTITY_HEADER', 'x');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const silent: Respond = () => undefined;
const busy: Respond = (response) => response.writeHead(503, { 'retry-after': '600' }).end();
const half: Respond = (response) => response.writeHead(200).write('{');
const session: AzBehavior = {
  kind: 'session',
  user: 'ada@acme.example',
  tenant: 'one',
  tokens: { one: 'of az' },
};

function ask(how: Respond, az: AzBehavior) {
  respond = how;
  const tool = createAz(temporaryFolder(), az);
  onTestFinished(tool.close);
  vi.stubEnv('PATH', tool.variables.PATH);
  vi.stubEnv('AZURE_TOKEN_CREDENTIALS', '');
  return createDefaultCredential({}, 500).ask({});
}

// Without an end all of these would take minutes.
const limit = 15_000;

test.skipIf(process.platform === 'win32').each([
  ['never answers', silent],
  ['begins an answer and does not end it', half],
  ['asks for ten minutes of patience', busy],
])(
  'a service of managed identities that %s lets az have its turn',
  async (_, how) => {
    expect(await ask(how, session)).toMatchObject({ token: 'of az', tool: 'az', managed: false });
  },
  limit,
);

test.skipIf(process.platform === 'win32')(
  'a service of managed identities that never answers is named where nobody is signed in with az',
  async () => {
    await expect(ask(silent, azFails(azSays.notSignedIn))).rejects.toMatchObject({
      kind: 'credential',
      expected: false,
      message: expect.stringContaining(`the token service at ${hostOf()} did not answer`) as string,
    });
  },
  limit,
);
