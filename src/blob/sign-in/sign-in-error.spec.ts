import { describe, expect, test } from 'vitest';

import { azSays } from '../../../test/cloud/az.js';
import { named } from '../../../test/support/fakes/token-credential.js';
import type { ToolRun } from './developer-tools.js';
import { toSignInError, type Meant, type SignInTrace } from './sign-in-error.js';

const unavailable = (message = 'no S3CR3T') => named('CredentialUnavailableError', message);
const chain = (...errors: Error[]) => named('AggregateAuthenticationError', 'S3CR3T', ...errors);
const az = (errors: string, code = 1): ToolRun => ({ tool: 'az', end: { code }, errors });

function explain(cause: unknown, trace: SignInTrace = {}, meant: Meant = {}) {
  const { kind, expected, retryable, message } = toSignInError(cause, trace, meant);
  expect(message).not.toContain('S3CR3T');
  expect(retryable).toBe(false);
  return { kind, expected, message };
}
const ofAz = (errors: string, code?: number) => explain(chain(unavailable()), { tools: [az(errors, code)] });

describe('nobody’s mistake:', () => {
  test.each([
    ['nothing is available', explain(unavailable())],
    ['nothing in the chain is available', explain(chain(unavailable(), unavailable()))],
    ['there is no token, and no error', explain(undefined)],
    ['nobody is signed in with az', ofAz(azSays.notSignedIn)],
    ['az is not installed', ofAz('/bin/sh: 1: az: not found\n', 127)],
    ['az is not installed, in German', ofAz('sh: 1: az: Kommando nicht gefunden.\n', 127)],
    ['az is not installed, on Windows', ofAz("'az' is not recognized as an internal or external command")],
    [
      'nobody is signed in with azd',
      explain(chain(), {
        tools: [{ tool: 'azd', end: { code: 1 }, errors: 'ERROR: not logged in, run `azd auth login`' }],
      }),
    ],
    [
      'Azure PowerShell has no module',
      explain(chain(), {
        tools: [{ tool: 'pwsh', end: { code: 1 }, errors: "module 'Az.Accounts' was not loaded" }],
      }),
    ],
  ])('%s', (_, error) => {
    expect(error).toMatchObject({ kind: 'credential', expected: true });
    expect(error.message).toMatch(/^no Azure credential was found/);
  });

  test.each([
    'Der Befehl "az" ist entweder falsch geschrieben oder\r\nkonnte nicht gefunden werden.\r\n',
    "'az' n'est pas reconnu en tant que commande interne\r\nou externe, un programme ex\ufffdcutable",
    '"azd" no se reconoce como un comando interno o externo,\r\n',
    "'az' \ufffd\ufffd\ufffd\ufffd\ufffd",
  ])('the shell of Windows finds no tool, in the language of the system: %j', (text) => {
    expect(ofAz(text)).toMatchObject({ kind: 'credential', expected: true });
  });
});

describe('somebody is signed in, and refused:', () => {
  test.each([
    ['expiredByPolicy', /the session has expired or was revoked; run az login \(AADSTS70043\)/],
    ['expiredByAge', /expired or was revoked; run az login \(AADSTS700082\)/],
    ['revoked', /expired or was revoked; run az login \(AADSTS50173\)/],
    ['needsMfa', /multi-factor authentication; run az login \(AADSTS50076\)/],
    ['assertionExpired', /longer ago than the token.*right before the step that runs nx \(AADSTS700024\)/],
    ['sandboxed', /^the Azure CLI cannot be used here, because of a sandbox/],
  ] as const)('%s', (kind, message) => {
    expect(ofAz(azSays[kind])).toMatchObject({ kind: 'credential', expected: false });
    expect(ofAz(azSays[kind]).message).toMatch(message);
  });

  test.each([
    [
      'AADSTS700213: No matching federated identity record found',
      /no federated credential.*\(AADSTS700213\)/,
    ],
    ['AADSTS70021', /az identity federated-credential list.*\(AADSTS70021\)/],
    ['AADSTS7000215: Invalid client secret provided', /client secret or certificate is wrong.*AADSTS7000215/],
    ['AADSTS7000222', /AZURE_CLIENT_SECRET/],
    ['AADSTS700016', /AZURE_CLIENT_ID, AZURE_TENANT_ID.*AZURE_AUTHORITY_HOST/],
    ['AADSTS90002', /there is no such tenant; check AZURE_TENANT_ID/],
    ['AADSTS50020', /invited as a guest/],
    ['AADSTS53003', /conditional access policy/],
    ['AADSTS65001', /ask the administrator of the tenant/],
    ['AADSTS999999', /login.microsoftonline.com\/error\?code=999999 \(AADSTS999999\)/],
  ])('%s, wherever it stands', (text, message) => {
    const detail = `S3CR3T ${text} S3CR3T`;
    const deep = named('CredentialUnavailableError', 'x', named('InvalidGrant', detail));
    for (const cause of [named('AuthenticationError', detail), chain(unavailable(detail)), chain(deep)]) {
      expect(explain(cause)).toMatchObject({ kind: 'credential', expected: false });
      expect(explain(cause).message).toMatch(message);
    }
  });

  test.each([
    ['az may not be started', ofAz('/bin/sh: 1: az: Permission denied', 126), /cannot be used here/],
    ['az fails in a way of its own', ofAz('ERROR: S3CR3T', 3), /gave no token \(exit code 3\).*az account/],
    [
      'az has lost its Python',
      ofAz('/usr/bin/az: line 2: /opt/az/bin/python3: No such file or directory\n', 127),
      /^the Azure CLI does not start, .* reinstall it/,
    ],
    [
      'az was killed',
      explain(chain(unavailable()), { tools: [{ tool: 'az', end: { code: null }, errors: '' }] }),
      /^the Azure CLI was ended before it gave a token;/,
    ],
    [
      'something else was thrown',
      explain(named('TypeError', 'S3CR3T')),
      /^the credential that was found gave no token/,
    ],
    [
      'one in the chain was refused',
      explain(chain(unavailable(), named('AuthenticationRequiredError', 'S3CR3T'))),
      /^the credential that was found gave no token/,
    ],
  ])('%s', (_, error, message) => {
    expect(error).toMatchObject({ kind: 'credential', expected: false });
    expect(error.message).toMatch(message);
  });
});

describe('Entra ID cannot be reached:', () => {
  test.each([
    ['by az', ofAz(azSays.offline), /^the Azure CLI could not reach Entra ID/],
    [
      'by this process',
      explain(named('AuthenticationError', 'getaddrinfo ENOTFOUND login.microsoftonline.com')),
      /could not be reached \(ENOTFOUND\)/,
    ],
  ])('%s', (_, error, message) => {
    expect(error).toMatchObject({ kind: 'network', expected: false });
    expect(error.message).toMatch(message);
  });
});

describe('a token service that answered', () => {
  const at = (status: number, metadata = false, meant: Meant = {}, cause: Error = chain(unavailable())) =>
    explain(cause, { answer: { host: '169.254.169.254', status, managed: true, metadata } }, meant);

  test.each([
    [400, false],
    [400, true],
    [401, true], // of Amazon
    [403, true], // of Google
    [404, true],
  ])('%i (metadata service: %s) is nobody’s mistake', (status, metadata) => {
    expect(at(status, metadata)).toMatchObject({ kind: 'credential', expected: true });
  });

  test.each([
    [401, false, /refused to give a token \(401\)/],
    [403, false, /the token service at 169.254.169.254 refused to give a token \(403\)/],
    [410, true, /gave no token \(410\)/],
    [429, true, /gave no token \(429\)/],
    [200, true, /answered with something other than a token \(200\)/],
    [503, true, /gave no token \(503\)/],
  ])('%i (metadata service: %s) is told', (status, metadata, message) => {
    expect(at(status, metadata)).toMatchObject({ kind: 'credential', expected: false });
    expect(at(status, metadata).message).toMatch(message);
  });

  test.each([400, 401, 403, 404])('%i is told where it was to sign in and nobody else', (status) => {
    expect(at(status, true, { managed: true })).toMatchObject({ kind: 'credential', expected: false });
  });

  test.each([401, 403])('%i in JSON of its own is no refusal of Entra ID', (status) => {
    const cause = named('AuthenticationRequiredError', 'No response.');
    expect(at(status, true, {}, cause)).toMatchObject({ expected: true });
    expect(at(503, true, {}, cause).message).toMatch(/^the token service at .* gave no token \(503\)/);
  });

  test('that never comes is told', () => {
    expect(explain(chain(unavailable()), { silent: '169.254.169.254' })).toMatchObject({
      kind: 'credential',
      expected: false,
      message: expect.stringMatching(
        /^the token service at 169.254.169.254 did not answer.*=ManagedIdentityCredential a run waits up to 9 s.*no other/,
      ) as string,
    });
  });

  test('gives way to a refusal that says more', () => {
    const trace = {
      answer: { host: 'h', status: 503, managed: true, metadata: true },
      tools: [az(azSays.needsMfa)],
    };
    expect(explain(chain(unavailable()), trace).message).toContain('AADSTS50076');
  });
});

describe('variables that are wrong', () => {
  const flaw = 'AZURE_CLIENT_SECRET is set without AZURE_TENANT_ID; set it, or unset AZURE_CLIENT_SECRET';

  test.each([
    ['nobody is signed in', unavailable()],
    ['something was thrown', named('AuthenticationError', 'ENOENT S3CR3T')],
  ])('are told where %s', (_, cause) => {
    expect(explain(cause, {}, { flaw })).toEqual({
      kind: 'credential',
      expected: false,
      message: `the sign-in to Azure is set up incompletely: ${flaw}`,
    });
  });

  test('that a fork does not get are named without alarm', () => {
    const notGiven = 'AZURE_TOKEN_CREDENTIALS is "EnvironmentCredential", and AZURE_CLIENT_ID is not set';
    const error = explain(unavailable(), {}, { notGiven });
    expect(error).toMatchObject({ kind: 'credential', expected: true });
    expect(error.message).toMatch(
      /^no Azure credential was found: AZURE_TOKEN_CREDENTIALS is .* is not set, so this run.*fork/,
    );
    expect(error.message).not.toContain('az login');
  });

  test('that are right, for an application that gets no token, make nobody a fork', () => {
    const application = { application: true };
    expect(explain(chain(unavailable()), {}, application)).toMatchObject({
      kind: 'credential',
      expected: false,
    });
    expect(explain(chain(unavailable('network_error: S3CR3T')), {}, application)).toMatchObject({
      kind: 'network',
      expected: false,
      message: expect.stringMatching(/^Entra ID could not be reached \(network_error\)/) as string,
    });
  });

  test('give way to a code of Entra ID', () => {
    expect(explain(chain(unavailable()), { tools: [az(azSays.needsMfa)] }, { flaw }).message).toContain(
      '50076',
    );
  });
});
