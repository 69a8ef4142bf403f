import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createTokenCredential, fails, gives, named, tokenOf } from '../../test/fakes/token-credential.js';
import { createSharedToken, warmUp } from './shared-token.js';

const scope = 'https://storage.azure.com/.default';
const hour = 60 * 60_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const never = () => new Promise<never>(() => undefined);

describe('one request', () => {
  test('serves all who wait for it', async () => {
    const slow = async () => {
      await new Promise((resolve) => setTimeout(resolve, 5_000));
      return tokenOf('first');
    };
    const { credential, requests } = createTokenCredential(slow);
    const shared = createSharedToken(credential);
    const waiting = Promise.all(Array.from({ length: 50 }, () => shared.getToken(scope)));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(new Set((await waiting).map((found) => found?.token))).toEqual(new Set(['first']));
    expect(requests).toEqual([[scope, {}]]);
  });

  test('asks for the audience of Azure Storage, whatever the SDK names', async () => {
    const { credential, requests } = createTokenCredential(gives('first'));
    await createSharedToken(credential).getToken('https://acme.example/.default');
    expect(requests).toEqual([[scope, {}]]);
  });

  test('is made ahead by warmUp', async () => {
    const { credential, requests } = createTokenCredential(gives('first'));
    const shared = createSharedToken(credential);
    await warmUp(shared);
    expect((await shared.getToken(scope))?.token).toBe('first');
    expect(requests).toHaveLength(1);
  });
});

describe('a token', () => {
  test.each([
    ['is kept while it is fresh', hour - 5 * 60_000 - 1, 'first', 1],
    ['is renewed five minutes before it expires', hour - 5 * 60_000, 'second', 2],
    ['is renewed after it expired', 2 * hour, 'second', 2],
  ])('%s', async (_, passed, expected, count) => {
    const { credential, requests } = createTokenCredential(gives('first'), gives('second', 5 * hour));
    const shared = createSharedToken(credential);
    await shared.getToken(scope);
    await vi.advanceTimersByTimeAsync(passed);
    expect((await shared.getToken(scope))?.token).toBe(expected);
    expect(requests).toHaveLength(count);
  });

  test('is asked for anew when the service sends claims', async () => {
    const { credential, requests } = createTokenCredential(gives('first'), gives('second'));
    const shared = createSharedToken(credential);
    await shared.getToken(scope);
    expect((await shared.getToken(scope, { claims: 'c' }))?.token).toBe('second');
    expect(requests[1]).toEqual([scope, { claims: 'c' }]);
    expect((await shared.getToken(scope))?.token).toBe('second');
  });
});

describe('a failure', () => {
  const unavailable = named('CredentialUnavailableError', 'no az');
  const refused = named('AuthenticationRequiredError', 'SECRET was sent');
  const chain = (...errors: Error[]) => fails('AggregateAuthenticationError', 'SECRET', ...errors);
  const quietly = { quiet: true, advice: 'no Azure credential was found' };
  const loudly = { quiet: false, advice: 'check the AZURE_* variables' };

  test.each([
    ['none available: nobody’s mistake', fails('CredentialUnavailableError', 'no az'), quietly],
    ['a chain in which none is available', chain(unavailable, unavailable), quietly],
    ['no token', () => Promise.resolve(null), quietly],
    ['one that was refused', fails('AuthenticationError', 'SECRET'), loudly],
    ['a chain in which one was refused', chain(unavailable, refused), loudly],
    ['anything else', fails('TypeError', 'SECRET'), loudly],
  ])('%s', async (_, answer, { quiet, advice }) => {
    const { credential } = createTokenCredential(answer);
    const error: unknown = await createSharedToken(credential)
      .getToken(scope)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'ERR_CACHE', kind: 'credential', retryable: false, quiet });
    expect((error as Error).message).toContain(advice);
    expect((error as Error).message).not.toContain('SECRET');
  });

  const answered = (status: number) => () => ({ host: '169.254.169.254', status });

  test.each([
    [400, quietly],
    [401, { quiet: false, advice: 'refused to give a token (401)' }],
    [403, { quiet: false, advice: 'the token service at 169.254.169.254 refused to give a token (403)' }],
    [200, { quiet: false, advice: 'answered something unreadable (200)' }],
    [502, { quiet: false, advice: 'gave no token (502)' }],
  ])('none available, and a token service that answered %i', async (status, { quiet, advice }) => {
    const { credential } = createTokenCredential(chain(unavailable), () => Promise.resolve(null));
    const shared = createSharedToken(credential, answered(status));
    for (const cause of [expect.any(Error) as Error, undefined]) {
      const message = expect.stringContaining(advice) as string;
      await expect(shared.getToken(scope)).rejects.toMatchObject({
        kind: 'credential',
        quiet,
        message,
        cause,
      });
    }
  });

  test('that is told by itself is not the token service’s', async () => {
    const { credential } = createTokenCredential(chain(unavailable, refused));
    const shared = createSharedToken(credential, answered(401));
    await expect(shared.getToken(scope)).rejects.toMatchObject({
      message: expect.stringMatching(/^Entra ID/) as string,
    });
  });

  test('is not kept: the next need asks again', async () => {
    const { credential } = createTokenCredential(fails('AuthenticationError', ''), gives('second'));
    const shared = createSharedToken(credential);
    await expect(shared.getToken(scope)).rejects.toMatchObject({ kind: 'credential' });
    expect((await shared.getToken(scope))?.token).toBe('second');
  });
});

describe('silence', () => {
  test('ends after 10 s, for each who waits', async () => {
    const { credential, requests } = createTokenCredential(never);
    const shared = createSharedToken(credential);
    const waiting = [shared.getToken(scope), shared.getToken(scope)].map((promise) =>
      expect(promise).rejects.toMatchObject({ kind: 'timeout', retryable: true }),
    );
    await vi.advanceTimersByTimeAsync(10_000);
    await Promise.all(waiting);
    expect(requests).toHaveLength(1);
  });

  test('leaves no timer behind after an answer', async () => {
    await createSharedToken(createTokenCredential(gives('first')).credential).getToken(scope);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('who asks after that does not wait anew, and the answer is taken when it comes', async () => {
    const late = async () => {
      await new Promise((resolve) => setTimeout(resolve, 12_000));
      return tokenOf('late');
    };
    const { credential, requests } = createTokenCredential(late);
    const shared = createSharedToken(credential);
    const early = expect(shared.getToken(scope)).rejects.toMatchObject({ kind: 'timeout' });
    await vi.advanceTimersByTimeAsync(10_000);
    await early;
    const second = expect(shared.getToken(scope)).rejects.toMatchObject({ kind: 'timeout' });
    await vi.advanceTimersByTimeAsync(1);
    await second;
    await vi.advanceTimersByTimeAsync(2_000);
    expect((await shared.getToken(scope))?.token).toBe('late');
    expect(requests).toHaveLength(1);
  });
});
