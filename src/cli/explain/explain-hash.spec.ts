import { describe, expect, test } from 'vitest';

import { createMemoryInventory, listedBlob } from '../../../test/fakes/memory-inventory.js';
import { createWorkspace } from '../../../test/fakes/setup.js';
import type { Environment } from '../../config/environment.js';
import { parseKeyText } from '../../config/key-text.js';
import { CacheError } from '../../errors.js';
import { generateKeyPair, createSigner } from '../../trust/signature.js';
import { findWorkspace } from '../shared/workspace.js';
import { explainHash } from './explain-hash.js';
import type { LastTask } from './last-run.js';
import { printExplanation } from './print-explanation.js';

const hash = '13872541964221508711';
const now = Date.parse('2025-11-20T12:00:00Z');
const [pair, other] = [generateKeyPair('main-2025'), generateKeyPair('main-2025')];
const claim = { codec: 'zstd', sha256: '9f'.repeat(32), size: 6144, entries: 7, code: 0 } as const;
const metadata = {
  codec: 'zstd',
  sha256: claim.sha256,
  size: '6144',
  entries: '7',
  code: '0',
  producer: 'nx-azure-cache/1.2.3 https://ci.example/42',
};
const modified = now - 2 * 60 * 60_000;
const blob = (scope: string, more = {}) =>
  listedBlob(`v1/${scope}/${hash}`, { size: 1_200_000, modified, metadata: { ...metadata, ...more } });

function signedBy({ signingKey }: typeof pair, scope = 'trusted') {
  const key = parseKeyText(signingKey);
  return key ? createSigner(key)({ ...claim, scope, hash }) : {};
}

const account = { container: 'cache', accountName: 'acme' };
const trust = { branches: ['main'], publicKeys: [pair.publicKey] };
const pullRequest = { NX_AZURE_CACHE_SCOPE: 'pr/7' };

interface Case {
  readonly azure?: object;
  readonly env?: Environment;
  readonly blobs?: readonly ReturnType<typeof blob>[];
  readonly task?: LastTask;
  readonly failure?: Error;
}

function explain({ azure = {}, env = {}, blobs = [], task, failure }: Case) {
  const workspace = findWorkspace({ cwd: createWorkspace({ azure: { ...account, ...azure } }), env });
  const inventory = createMemoryInventory(blobs);
  const open = () => (failure ? Promise.reject(failure) : Promise.resolve(inventory));
  return explainHash({ ...workspace, open }, hash, task);
}

const verdictOf = async (setup: Case) => (await explain(setup)).verdict;
const missed: LastTask = {
  id: 'web:build',
  hash,
  cacheStatus: 'cache-miss',
  code: 0,
  startTime: undefined,
  endTime: undefined,
};

describe('the verdict is', () => {
  test('a hit', async () => {
    expect(await verdictOf({ blobs: [blob('shared')] })).toEqual({
      outcome: 'hit',
      reason: 'It would be retrieved from shared.',
    });
  });

  test.each([
    ['was stored before it began', '2025-11-20T10:00:01Z', true],
    ['was stored later', '2025-11-20T09:59:59Z', false],
  ])('a hit, with a doubt if the last run missed an artifact that %s', async (_, startTime, isDoubtful) => {
    const { outcome, reason } = await verdictOf({ blobs: [blob('shared')], task: { ...missed, startTime } });
    expect(outcome).toBe('hit');
    expect(reason.includes('If this system cannot hold the outputs')).toBe(isDoubtful);
  });

  test('a hit from trusted, or from the own scope if the trusted artifact fails verification', async () => {
    const setup = { azure: { trust }, env: pullRequest };
    const own = blob('pr/7');
    const reasons = [
      await verdictOf({ ...setup, blobs: [own, blob('trusted', signedBy(pair))] }),
      await verdictOf({ ...setup, blobs: [own, blob('trusted', signedBy(other))] }),
    ].map(({ reason }) => reason);
    expect(reasons).toEqual(['It would be retrieved from trusted.', 'It would be retrieved from pr/7.']);
  });

  test.each<[string, Case, RegExp]>([
    ['nothing there', {}, /^It is not stored\. It would be built, and stored in shared\.$/],
    [
      'the last run did not store it',
      { task: missed },
      /^No run has stored it, .*"cache": true.* stored in shared\.$/,
    ],
    ['it failed', { task: { ...missed, code: 1 } }, /^The task failed, and failures are not stored\./],
    ['a local hit', { task: { ...missed, cacheStatus: 'local-cache-hit' } }, /but this machine has it/],
    [
      'read-only',
      { azure: { localMode: 'read-only' }, env: { CI: 'false' } },
      /but not stored: the mode is read-only\.$/,
    ],
    [
      'not signed',
      { azure: { trust }, env: pullRequest, blobs: [blob('trusted')] },
      /^The stored artifact is not used\. .* stored in pr\/7\.$/,
    ],
    [
      'a trusted run without its key',
      { azure: { trust }, env: { NX_AZURE_CACHE_SCOPE: 'trusted' } },
      /not stored: .*NX_AZURE_CACHE_SIGNING_KEY is missing/,
    ],
    [
      'no artifact at all',
      { blobs: [listedBlob(`v1/shared/${hash}`, { metadata: {} })] },
      /^The stored artifact is not used\./,
    ],
    ['not readable', { failure: new Error('no') }, /^Not every scope could be read\./],
  ])('a miss: %s', async (_, setup, reason) => {
    const verdict = await verdictOf(setup);
    expect(verdict.outcome).toBe('miss');
    expect(verdict.reason).toMatch(reason);
  });

  test('not asked, if the mode is no-cache', async () => {
    const env = { NX_POWERPACK_CACHE_MODE: 'no-cache' };
    expect(await verdictOf({ env, blobs: [blob('shared')] })).toMatchObject({ outcome: 'not asked' });
  });
});

describe('the explanation shows', () => {
  const show = async (setup: Case, width?: number) =>
    printExplanation(await explain(setup), { width, hasColors: false }, now);

  test('each scope, with the producer and the age of its artifact', async () => {
    const task = { ...missed, cacheStatus: 'remote-cache-hit', endTime: '2025-11-20T11:55:00Z' } as const;
    const blobs = [
      blob('trusted', signedBy(pair)),
      listedBlob(`v1/pr/7/${hash}`, { metadata: {}, modified }),
    ];
    expect(await show({ azure: { trust }, env: pullRequest, blobs, task })).toBe(
      `web:build  13872541964221508711

last run  remote-cache-hit, 5 min ago
this run  reads trusted and pr/7, writes pr/7
trusted   stored: 1.2 MB, 2 h ago by nx-azure-cache/1.2.3 https://ci.example/42; signature: valid, by the key "main-2025"
pr/7      stored, but not used: a blob has no valid "codec" in its metadata, so it is not an artifact of this cache; 10 B, 2 h ago

hit       It would be retrieved from trusted.
`,
    );
  });

  test('why a signature is not valid', async () => {
    const setup = { azure: { trust }, env: pullRequest };
    expect(await show({ ...setup, blobs: [blob('trusted')] })).toContain('not used: it is not signed');
    const forged = [blob('trusted', signedBy(other))];
    expect(await show({ ...setup, blobs: forged })).toContain(
      'its signature by the key "main-2025" is not valid',
    );
    const moved = [blob('trusted', signedBy(pair, 'pr/7'))];
    expect(await show({ ...setup, blobs: moved })).toContain('is not valid');
  });

  test('wrapped lines in a narrow terminal', async () => {
    const text = await show({ blobs: [blob('shared')] }, 50);
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(50);
    expect(text).toMatch(/\n {10}\S/);
  });

  test('how to fix a scope that cannot be read', async () => {
    const failure = new CacheError('not allowed; give it the role', { kind: 'permission', retryable: false });
    expect(await show({ failure })).toContain('shared    cannot be read: not allowed; give it the role\n');
  });

  test('no control characters', async () => {
    expect(await show({ blobs: [blob('shared', { producer: 'a\x1b[2Jb' })] })).toContain(' by ab;');
  });

  test('the same as plain data', async () => {
    const explanation = await explain({ blobs: [blob('shared')], task: missed });
    expect(explanation).toMatchObject({
      hash,
      task: { id: 'web:build', cacheStatus: 'cache-miss', code: 0 },
      access: 'reads shared, writes shared',
      findings: [{ status: 'usable', bytes: 1_200_000, modified: '2025-11-20T10:00:00.000Z' }],
      verdict: { outcome: 'hit' },
    });
    expect(JSON.parse(JSON.stringify(explanation))).toMatchObject({ hash, verdict: explanation.verdict });
  });
});
