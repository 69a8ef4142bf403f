import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { CacheError } from '../../errors.js';
import { SharedToken, type GivenToken, type SharedTokenOptions, type TokenWish } from './shared-token.js';

const hour = 60 * 60_000;
const minute = 60_000;
const tenants = { one: '11111111-0000-0000-0000-000000000001', two: '22222222-0000-0000-0000-000000000002' };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A token of a tenant, in the shape of a JWT. */
const jwt = (name: string, tid = tenants.one) =>
  ['{}', JSON.stringify({ tid, name }), ''].map((part) => Buffer.from(part).toString('base64url')).join('.');
const given = (token: string, lifetime = hour): GivenToken => ({ token, expires: Date.now() + lifetime });
const after = (ms: number, token: string, lifetime?: number) => async () => {
  await new Promise((resolve) => setTimeout(resolve, ms));
  return given(token, lifetime);
};
const never = () => new Promise<GivenToken>(() => undefined);
const credential = (message: string, expected = false) =>
  new CacheError(message, { kind: 'credential', retryable: false, expected });
const failing = (error: CacheError) => () => Promise.reject(error);
const challengeOf = (tenant: string) =>
  `Bearer authorization_uri=https://login.microsoftonline.com/${tenant}/oauth2/authorize resource_id=https://storage.azure.com`;

type Answer = () => Promise<GivenToken>;

/** A token whose credential answers each request with the next of these. */
function shared(answers: readonly Answer[], options: Partial<SharedTokenOptions> = {}) {
  const asked: TokenWish[] = [];
  const ask = (wish: TokenWish) => {
    asked.push(wish);
    return answers[asked.length - 1]?.() ?? Promise.reject(new Error('asked too often'));
  };
  return { asked, tokens: new SharedToken({ ask, ...options }) };
}

const textOf = async (held: Promise<{ token: string }>) => (await held).token;

describe('a token', () => {
  test('is asked for once, however many wait', async () => {
    const { asked, tokens } = shared([after(10, 'first')]);
    const waiting = [tokens.get(), tokens.get()].map(textOf);
    await vi.advanceTimersByTimeAsync(10);
    expect(await Promise.all(waiting)).toEqual(['first', 'first']);
    expect(asked).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('that was started ahead is the one that requests wait for', async () => {
    const { asked, tokens } = shared([after(10, 'first')]);
    tokens.start();
    await vi.advanceTimersByTimeAsync(10);
    expect(tokens.now()?.token).toBe('first');
    expect(asked).toHaveLength(1);
  });

  test.each([
    ['is kept while it is fresh', hour - 5 * minute - 1, 'first', 1],
    ['serves in its last five minutes, and is renewed meanwhile', hour - 5 * minute, 'first', 2],
    ['is asked for anew in its last half minute', hour - 30_000, 'second', 2],
  ])('%s', async (_, passed, expected, count) => {
    const { asked, tokens } = shared([after(0, 'first'), after(0, 'second')]);
    const first = tokens.get();
    await vi.advanceTimersByTimeAsync(0);
    await first;
    await vi.advanceTimersByTimeAsync(passed);
    const next = tokens.get();
    await vi.advanceTimersByTimeAsync(1);
    expect((await next).token).toBe(expected);
    expect(asked).toHaveLength(count);
  });

  test('whose renewal fails serves until it expires, and is asked for twice a minute', async () => {
    const { asked, tokens } = shared([
      after(0, 'first'),
      failing(credential('no')),
      failing(credential('no')),
    ]);
    const first = tokens.get();
    await vi.advanceTimersByTimeAsync(0);
    await first;
    await vi.advanceTimersByTimeAsync(hour - 5 * minute);
    expect(tokens.now()?.token).toBe('first');
    await vi.advanceTimersByTimeAsync(29_000);
    expect(tokens.now()?.token).toBe('first');
    expect(asked).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(tokens.now()?.token).toBe('first');
    expect(asked).toHaveLength(3);
  });
});

describe('a failure', () => {
  test('is that of all who ask within a second; later ones ask again', async () => {
    const { asked, tokens } = shared([failing(credential('no')), after(0, 'second')]);
    await expect(tokens.get()).rejects.toThrow('no');
    await expect(tokens.get()).rejects.toThrow('no');
    expect(asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1_000);
    const next = tokens.get();
    await vi.advanceTimersByTimeAsync(0);
    expect((await next).token).toBe('second');
  });

  test('that nobody waited for is told to who asks next, however late', async () => {
    const { asked, tokens } = shared([failing(credential('no'))]);
    tokens.start();
    await vi.advanceTimersByTimeAsync(minute);
    await expect(tokens.get()).rejects.toThrow('no');
    expect(asked).toHaveLength(1);
  });
});

describe('a slow sign-in', () => {
  test('is waited for 10 s, once, and serves when it ends', async () => {
    const { asked, tokens } = shared([after(12_000, 'late')], {
      waitingFor: () => 'the Azure CLI has not answered yet',
    });
    const early = [tokens.get(), tokens.get()].map((each) =>
      expect(each).rejects.toMatchObject({
        kind: 'sign-in',
        message: expect.stringContaining('within 10 s (the Azure CLI has not answered yet)') as string,
      }),
    );
    expect(tokens.overdue()).toBe(false);
    await vi.advanceTimersByTimeAsync(10_000);
    await Promise.all(early);
    expect(tokens.overdue()).toBe(true);
    const second = expect(tokens.get()).rejects.toMatchObject({ kind: 'sign-in' });
    await vi.advanceTimersByTimeAsync(0);
    await second;
    await vi.advanceTimersByTimeAsync(2_000);
    expect(tokens.overdue()).toBe(false);
    expect((await tokens.get()).token).toBe('late');
    expect(asked).toHaveLength(1);
  });

  test('names what cannot be used, in words that hold for a run and for a command', async () => {
    const { tokens } = shared([never], { patience: 60_000 });
    const got = expect(tokens.get()).rejects.toThrow(
      'Entra ID gave no token within 60 s, and the remote cache cannot be used until it does;',
    );
    await vi.advanceTimersByTimeAsync(60_000);
    await got;
  });

  test('that fails in the end says so to who asks next, and is not started again for it', async () => {
    const slowly = async () => {
      await new Promise((resolve) => setTimeout(resolve, 15_000));
      throw credential('expired');
    };
    const { asked, tokens } = shared([slowly]);
    const early = expect(tokens.get()).rejects.toMatchObject({ kind: 'sign-in' });
    await vi.advanceTimersByTimeAsync(15_000);
    await early;
    expect(tokens.overdue()).toBe(false);
    await expect(tokens.get()).rejects.toThrow('expired');
    expect(asked).toHaveLength(1);
  });

  test('shares its 10 s with those that follow in the same process', async () => {
    const { tokens } = shared([after(6_000, jwt('first')), never]);
    const first = tokens.get();
    await vi.advanceTimersByTimeAsync(6_000);
    await first;
    const second = expect(tokens.afterRefusal(jwt('first'), challengeOf(tenants.two))).rejects.toMatchObject({
      kind: 'sign-in',
    });
    await vi.advanceTimersByTimeAsync(4_000);
    await second;
    expect(tokens.overdue()).toBe(true);
  });
});

describe('a token that the service refuses', () => {
  const first = jwt('first');

  async function refused(answers: readonly Answer[], options: Partial<SharedTokenOptions> = {}) {
    const made = shared(options.kept ? answers : [after(0, first), ...answers], options);
    const got = made.tokens.get();
    await vi.advanceTimersByTimeAsync(0);
    await got;
    return made;
  }

  test('is replaced by one of the tenant that it names, once for all requests', async () => {
    const { asked, tokens } = await refused([after(0, jwt('second', tenants.two))]);
    const there = [1, 2, 3].map(async () => tokens.afterRefusal(first, challengeOf(tenants.two)));
    await vi.advanceTimersByTimeAsync(0);
    await Promise.all(there);
    expect(tokens.now()?.token).toBe(jwt('second', tenants.two));
    expect(asked.slice(1)).toEqual([{ tenantId: tenants.two }]);
    await tokens.afterRefusal(first, challengeOf(tenants.two));
    expect(asked).toHaveLength(2);
  });

  test.each([
    ['of the tenant that it names', challengeOf(tenants.one)],
    ['without a challenge', undefined],
  ])('%s stays refused, and is not left to the next run', async (_, header) => {
    const drop = vi.fn();
    const { tokens } = await refused([], { drop });
    expect(tokens.afterRefusal(first, header)).toBeUndefined();
    expect(drop.mock.calls).toEqual([[first]]);
  });

  test('while it is renewed is not left to the next run, if the renewal fails', async () => {
    const drop = vi.fn();
    const { tokens } = await refused([never], { drop });
    await vi.advanceTimersByTimeAsync(hour - 5 * minute);
    expect(tokens.now()?.token).toBe(first);
    const there = tokens.afterRefusal(first, undefined);
    expect(drop.mock.calls).toEqual([[first]]);
    const late = expect(there).rejects.toMatchObject({ kind: 'sign-in' });
    await vi.advanceTimersByTimeAsync(10_000);
    await late;
  });

  test('also of the tenant that it named stays refused', async () => {
    const { tokens } = await refused([after(0, jwt('second'))]);
    const there = tokens.afterRefusal(first, challengeOf(tenants.two));
    await vi.advanceTimersByTimeAsync(0);
    await there;
    expect(tokens.afterRefusal(jwt('second'), challengeOf(tenants.two))).toBeUndefined();
  });

  test.each([
    [credential('nothing else', true), /tenant 2{8}.*; run az login --tenant 2{8}/],
    [credential('AADSTS50020', false), /tenant 2{8}.*; run az login --tenant 2{8}.*\(AADSTS50020\)/],
  ])('names both tenants when there is no other one: %s', async (error, message) => {
    const { tokens } = await refused([failing(error)]);
    const there = tokens.afterRefusal(first, challengeOf(tenants.two));
    await expect(there).rejects.toMatchObject({
      kind: 'credential',
      expected: false,
      message: expect.stringMatching(message) as string,
    });
    expect(tokens.afterRefusal(first, challengeOf(tenants.two))).toBeUndefined();
  });

  test('for claims is replaced by one that has them', async () => {
    const { asked, tokens } = await refused([after(0, 'second')]);
    const claims = Buffer.from('{"a":1}').toString('base64');
    const there = tokens.afterRefusal(first, `Bearer error="insufficient_claims", claims="${claims}"`);
    await vi.advanceTimersByTimeAsync(0);
    await there;
    expect(asked[1]).toEqual({ claims: '{"a":1}' });
  });

  test('and is of an earlier run is dropped, and asked for anew', async () => {
    const drop = vi.fn();
    const kept = () => ({ ...given(first), tenantId: tenants.one, kept: true });
    const { asked, tokens } = await refused([after(0, 'second')], { kept, drop });
    expect(asked).toEqual([]);
    const there = tokens.afterRefusal(first, challengeOf(tenants.one));
    await vi.advanceTimersByTimeAsync(0);
    await there;
    expect(drop.mock.calls).toEqual([[first]]);
    expect(asked).toEqual([{ tenantId: tenants.one }]);
    expect(tokens.now()?.token).toBe('second');
  });
});
