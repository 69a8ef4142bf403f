import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

import { startTokenService, type TokenService } from '../../../test/support/token-service.js';
import { connect } from '../connect.js';
import { createDefaultCredential } from './default-credential.js';

let tokens: TokenService;
beforeAll(async () => {
  tokens = await startTokenService();
  // `@azure/identity` keeps to the first service that a process has found.
  for (const [name, value] of Object.entries(tokens.variablesAt(tokens.url))) vi.stubEnv(name, value);
});
afterAll(() => {
  vi.unstubAllEnvs();
  tokens.close();
});

function signIn(instead?: { status: number; body: string }) {
  tokens.answerWith(instead);
  const account = { container: 'cache', accountName: 'acme', endpoint: undefined };
  return connect({ ...account, proxy: undefined, credential: { kind: 'default' } });
}

describe('a token service that', () => {
  test.each([
    [
      'does not know who asks',
      401,
      '',
      /^the token service at 127\.0\.0\.1:\d+ refused to give a token \(401\)/,
    ],
    [
      'refuses',
      403,
      'SECRET',
      /refused to give a token \(403\), and there is no other .* NO_PROXY if a proxy has answered instead$/,
    ],
    ['answers with a page', 200, '<html>SECRET</html>', /answered with something other than a token \(200\)/],
    ['gives no token', 200, '{ "secret": "SECRET" }', /answered with something other than a token \(200\)/],
  ])('%s is named', async (_, status, body, message) => {
    const error: unknown = await signIn({ status, body }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: 'credential', retryable: false, expected: false });
    expect((error as Error).message).toMatch(message);
    expect((error as Error).message).not.toContain('SECRET');
  });

  test('has no identity for this machine is nobody’s mistake', async () => {
    const body = '{ "error": "invalid_request", "error_description": "Identity not found" }';
    await expect(signIn({ status: 400, body })).rejects.toMatchObject({
      kind: 'credential',
      expected: true,
      message: expect.stringContaining('no Azure credential was found') as string,
    });
  });

  // Last, as the process keeps it.
  test('gives a token is all that is needed', async () => {
    expect((await signIn()).url).toBe('https://acme.blob.core.windows.net/cache');
  });
});

test('AZURE_TOKEN_CREDENTIALS with a value that is none is a problem of the credential, not a defect', () => {
  vi.stubEnv('AZURE_TOKEN_CREDENTIALS', 'Cli');
  expect(() => createDefaultCredential()).toThrow(
    expect.objectContaining({
      kind: 'credential',
      expected: false,
      message: expect.stringContaining('AZURE_TOKEN_CREDENTIALS') as string,
    }) as Error,
  );
});
