import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';

import { createMemoryBlobStore, type MemoryBlobStore } from '../../test/support/fakes/memory-blob-store.js';
import { countEntries, file, folder, link, pax, tarOf } from '../../test/hostile/tar-builder.js';
import { temporaryFolder } from '../../test/support/temporary-folder.js';
import { compress } from '../archive/codec/codec.js';
import { encodeMetadata } from '../artifact/artifact-metadata.js';
import type { CredentialSource } from '../config/credential-source.js';
import { parseKeyText } from '../config/key-text.js';
import type { Scope } from '../config/trust.js';
import { CacheError, type FaultKind } from '../errors.js';
import { accessOf } from '../trust/resolve-access.js';
import { generateKeyPair, createSigner } from '../trust/signature.js';
import type { Outcome } from './protocol.js';
import { createTransfers } from './transfers.js';

const pairs = [generateKeyPair('main-2025'), generateKeyPair('main-2024')] as const;
const publicKeys = pairs.map(({ publicKey }) => parseKeyText(publicKey)).filter((key) => key !== undefined);
const credential: CredentialSource = { kind: 'default' };

type Containers = Readonly<Record<string, MemoryBlobStore>>;

interface RunOptions {
  readonly containers: Containers;
  readonly signingKey?: string;
  readonly keys?: typeof publicKeys;
  readonly apart?: boolean;
}

/** One run of Nx on a machine with an empty local cache. */
function start(scope: Scope | undefined, { containers, signingKey, keys = publicKeys, apart }: RunOptions) {
  const trust = {
    branches: ['main'],
    untrustedContainer: apart ? 'untrusted' : undefined,
    untrustedCredential: undefined,
    publicKeys: keys,
    signingKey: parseKeyText(signingKey ?? ''),
    override: undefined,
  };
  const opened: string[] = [];
  const transfer = createTransfers({
    root: '/no/workspace',
    access: accessOf(scope, { container: 'cache', credential }, trust),
    open: ({ container }) => {
      opened.push(container);
      return containers[container] ?? createMemoryBlobStore();
    },
    prefix: '',
    producer: 'test',
    redact: (text) => text,
    wanted: () => true,
  });
  const cacheDirectory = temporaryFolder();
  return {
    opened,
    cacheDirectory,
    retrieve: (hash = '42') => transfer({ kind: 'retrieve', id: 0, hash, cacheDirectory }),
    store: (terminalOutput = 'genuine', hash = '42') => {
      mkdirSync(join(cacheDirectory, hash), { recursive: true });
      writeFileSync(join(cacheDirectory, hash, 'out.js'), terminalOutput);
      return transfer({ kind: 'store', id: 0, hash, cacheDirectory, terminalOutput, code: 0 });
    },
  };
}

const newContainers = () => ({ cache: createMemoryBlobStore(), untrusted: createMemoryBlobStore() });
const main = (containers: Containers, signingKey: string | undefined = pairs[0].signingKey) =>
  start({ kind: 'trusted' }, { containers, signingKey });
const pullRequest = (containers: Containers, number = '7', options: Partial<RunOptions> = {}) =>
  start({ kind: 'pr', name: number }, { containers, ...options });

const outputOf = (outcome: Outcome) =>
  outcome.status === 'hit' ? outcome.artifact.terminalOutput : outcome.status;
const kindOf = (outcome: Outcome) => (outcome.status === 'fault' ? outcome.fault.kind : outcome.status);
const error = (kind: FaultKind) => new CacheError(`${kind} of a test`, { kind, retryable: false });
const names = (store: MemoryBlobStore) => [...store.blobs.keys()].toSorted();

/** Changes a blob behind everybody's back, as who has a key to the account can. */
function tamper(
  store: MemoryBlobStore,
  metadata: Record<string, string | undefined>,
  name = 'v1/trusted/42',
) {
  const blob = store.blobs.get(name);
  if (!blob) throw new Error(`${name} is not there`);
  const changed = Object.entries({ ...blob.metadata, ...metadata }).filter(
    ([, value]) => value !== undefined,
  );
  store.blobs.set(name, { ...blob, metadata: Object.fromEntries(changed) as Record<string, string> });
}

describe('who reads and writes what:', () => {
  test('every run restores what main has stored', async () => {
    const containers = newContainers();
    await main(containers).store();
    expect(outputOf(await main(containers).retrieve())).toBe('genuine');
    expect(outputOf(await pullRequest(containers).retrieve())).toBe('genuine');
    expect(names(containers.cache)).toEqual(['v1/trusted/42']);
  });

  test('a pull request restores what it has stored, and neither main nor another pull request does', async () => {
    const containers = newContainers();
    expect(kindOf(await pullRequest(containers).store('poison'))).toBe('stored');
    expect(outputOf(await pullRequest(containers).retrieve())).toBe('poison');
    expect(kindOf(await pullRequest(containers, '8').retrieve())).toBe('miss');
    expect(kindOf(await main(containers).retrieve())).toBe('miss');
    expect(names(containers.cache)).toEqual(['v1/pr/7/42']);
  });

  test('a pull request prefers what main stored to its own', async () => {
    const containers = newContainers();
    await pullRequest(containers).store('its own');
    await main(containers).store();
    expect(outputOf(await pullRequest(containers).retrieve())).toBe('genuine');
  });

  test('trusted and untrusted artifacts are in different containers if two are configured', async () => {
    const containers = newContainers();
    await main(containers).store();
    await pullRequest(containers, '7', { apart: true }).store('its own', '43');
    expect(names(containers.cache)).toEqual(['v1/trusted/42']);
    expect(names(containers.untrusted)).toEqual(['v1/pr/7/43']);
    const again = pullRequest(containers, '7', { apart: true });
    expect(outputOf(await again.retrieve('42'))).toBe('genuine');
    expect(outputOf(await again.retrieve('43'))).toBe('its own');
    expect(again.opened).toEqual(['cache', 'untrusted']);
  });

  test('a run opens one connection to one container', () => {
    expect(pullRequest(newContainers()).opened).toEqual(['cache']);
  });

  test('a run of an unknown branch restores what main has stored, and stores nothing', async () => {
    const containers = newContainers();
    await main(containers).store();
    const unknown = start(undefined, { containers });
    expect(outputOf(await unknown.retrieve())).toBe('genuine');
    expect(kindOf(await unknown.store('?', '43'))).toBe('permission');
    expect(names(containers.cache)).toEqual(['v1/trusted/42']);
  });

  test('a trusted run without the signing key stores nothing, reports this once, and reads on', async () => {
    const containers = newContainers();
    await main(containers).store();
    const keyless = start({ kind: 'trusted' }, { containers });
    expect(await keyless.store('unsigned', '43')).toMatchObject({
      fault: { message: expect.stringContaining('NX_AZURE_CACHE_SIGNING_KEY is missing') as string },
    });
    expect(kindOf(await keyless.store('unsigned', '44'))).toBe('skipped');
    expect(outputOf(await keyless.retrieve())).toBe('genuine');
    expect(containers.cache.calls.upload).toBe(1);
  });
});

describe('the cost of a lookup:', () => {
  test('a trusted run sends one request', async () => {
    const containers = newContainers();
    await main(containers).retrieve();
    expect(containers.cache.calls.download).toBe(1);
  });

  test('any other run sends two at the same moment', async () => {
    const containers = newContainers();
    const lookup = pullRequest(containers).retrieve();
    await Promise.resolve();
    expect(containers.cache.calls.download).toBe(2);
    expect(await lookup).toEqual({ status: 'miss' });
  });
});

describe('in "trusted" is a miss and a fault, and leaves nothing:', () => {
  const evil = generateKeyPair('main-2025');

  test.each<[string, (containers: ReturnType<typeof newContainers>) => unknown, string]>([
    [
      'an unsigned artifact',
      ({ cache }) => {
        tamper(cache, { signature: undefined, keyid: undefined });
      },
      'it is not signed',
    ],
    [
      'one signed by a stranger under the same key id',
      async ({ cache }) => {
        cache.blobs.clear();
        await main({ cache }, evil.signingKey).store('poison');
      },
      'its signature by the key "main-2025" is not valid',
    ],
    [
      'one with another exit code',
      ({ cache }) => {
        tamper(cache, { code: '1' });
      },
      'is not valid',
    ],
    [
      'one with another digest',
      ({ cache }) => {
        tamper(cache, { sha256: '0'.repeat(64) });
      },
      'is not valid',
    ],
    [
      'one replayed from another hash',
      async ({ cache }) => {
        await main({ cache }).store('of another task', '43');
        const other = cache.blobs.get('v1/trusted/43');
        if (other) cache.blobs.set('v1/trusted/42', other);
      },
      'is not valid',
    ],
    [
      'one moved from a pull request',
      async ({ cache }) => {
        await pullRequest({ cache }).store('poison');
        const other = cache.blobs.get('v1/pr/7/42');
        if (other) cache.blobs.set('v1/trusted/42', other);
      },
      'it is not signed',
    ],
  ])('%s', async (_, attack, words) => {
    const containers = newContainers();
    await main(containers).store();
    await attack(containers);
    const bodies = containers.cache.calls.body;
    for (const victim of [main(containers), pullRequest(containers, '9')]) {
      const outcome = await victim.retrieve();
      expect(kindOf(outcome)).toBe('untrusted');
      expect(outcome).toMatchObject({ fault: { message: expect.stringContaining(words) as string } });
      expect(readdirSync(victim.cacheDirectory)).toEqual([]);
    }
    expect(containers.cache.calls.body).toBe(bodies);
  });

  test('one whose body was exchanged', async () => {
    const containers = newContainers();
    await main(containers).store();
    await pullRequest(containers).store('poison');
    const [genuine, poison] = ['trusted', 'pr/7'].map((scope) =>
      containers.cache.blobs.get(`v1/${scope}/42`),
    );
    if (genuine && poison) containers.cache.blobs.set('v1/trusted/42', { ...genuine, body: poison.body });
    const victim = main(containers);
    expect(kindOf(await victim.retrieve())).toBe('damaged');
    expect(readdirSync(victim.cacheDirectory)).toEqual([]);
  });

  test('after a key was taken off the list, what it signed', async () => {
    const containers = newContainers();
    await main(containers, pairs[1].signingKey).store();
    expect(outputOf(await main(containers).retrieve())).toBe('genuine');
    const rotated = pullRequest(containers, '7', { keys: publicKeys.slice(0, 1) });
    expect(kindOf(await rotated.retrieve())).toBe('untrusted');
  });

  test('nothing, without keys: the credential alone protects it then', async () => {
    const containers = newContainers();
    await main(containers).store();
    tamper(containers.cache, { signature: 'x', keyid: 'y' });
    expect(outputOf(await pullRequest(containers, '7', { keys: [] }).retrieve())).toBe('genuine');
  });
});

describe('a fault in one scope does not hide the other one:', () => {
  test('an untrusted "trusted" leaves the own hit, and is reported with it', async () => {
    const containers = newContainers();
    await main(containers).store();
    tamper(containers.cache, { signature: undefined });
    await pullRequest(containers).store('its own');
    const outcome = await pullRequest(containers).retrieve();
    expect(outputOf(outcome)).toBe('its own');
    expect(outcome.otherFaults?.map(({ kind }) => kind)).toEqual(['untrusted']);
  });

  test('a refused "trusted" leaves the own hit, too, and is not asked again', async () => {
    const containers = newContainers();
    await pullRequest(containers, '7', { apart: true }).store('its own');
    containers.cache.fail('download', error('permission'));
    const run = pullRequest(containers, '7', { apart: true });
    expect((await run.retrieve()).otherFaults?.map(({ kind }) => kind)).toEqual(['permission']);
    expect(await run.retrieve()).toMatchObject({ status: 'hit' });
    expect(containers.cache.calls.download).toBe(1);
  });

  test('a refused own scope leaves the hits of main', async () => {
    const containers = newContainers();
    await main(containers).store();
    containers.untrusted.fail('download', error('permission'));
    const run = pullRequest(containers, '7', { apart: true });
    expect(kindOf(await run.retrieve('43'))).toBe('permission');
    expect(outputOf(await run.retrieve('42'))).toBe('genuine');
    expect(kindOf(await run.retrieve('44'))).toBe('miss');
    expect(containers.untrusted.calls.download).toBe(1);
  });

  test('faults of both scopes are reported', async () => {
    const containers = newContainers();
    containers.cache.fail('download', error('network'));
    containers.untrusted.fail('download', error('permission'));
    const outcome = await pullRequest(containers, '7', { apart: true }).retrieve();
    expect(kindOf(outcome)).toBe('network');
    expect(outcome.otherFaults?.map(({ kind }) => kind)).toEqual(['permission']);
  });

  test('a fault after a hit is no unhandled rejection', async () => {
    const containers = newContainers();
    await main(containers).store();
    containers.untrusted.fail('download', error('network'));
    const outcome = await pullRequest(containers, '7', { apart: true }).retrieve();
    expect(outputOf(outcome)).toBe('genuine');
    expect(outcome.otherFaults).toBeUndefined();
  });
});

describe('a foreign blob does not keep its slot:', () => {
  const squat = (store: MemoryBlobStore, body = 'x', metadata = {}) =>
    store.blobs.set('v1/trusted/42', { body: Buffer.from(body), metadata });

  test.each<[string, string, Record<string, string>]>([
    ['something else', 'x', {}],
    ['nothing', '', {}],
    [
      'a digest that is not valid',
      'x',
      { codec: 'br', sha256: '0'.repeat(64), size: '1', entries: '1', code: '0' },
    ],
  ])('%s is replaced by what main stores', async (_, body, metadata) => {
    const containers = newContainers();
    squat(containers.cache, body, metadata);
    const run = main(containers);
    expect(['damaged', 'untrusted']).toContain(kindOf(await run.retrieve()));
    expect(kindOf(await run.store())).toBe('stored');
    expect(outputOf(await pullRequest(containers).retrieve())).toBe('genuine');
  });

  test('a blob that has replaced it meanwhile stays', async () => {
    const containers = newContainers();
    squat(containers.cache);
    const run = main(containers);
    await run.retrieve();
    containers.cache.blobs.delete('v1/trusted/42');
    await main(containers).store('of another run');
    expect(await run.store()).toEqual({ status: 'present' });
    expect(outputOf(await main(containers).retrieve())).toBe('of another run');
  });

  test('a blob that was never looked up stays: only one that failed is replaced', async () => {
    const containers = newContainers();
    squat(containers.cache);
    expect(await main(containers).store()).toEqual({ status: 'present' });
  });

  test('a blob that could not be read stays: the network is not its fault', async () => {
    const containers = newContainers();
    await main(containers).store();
    containers.cache.fail('body', error('network'));
    const run = main(containers);
    expect(kindOf(await run.retrieve())).toBe('network');
    expect(await run.store()).toEqual({ status: 'present' });
  });

  test('a pull request replaces nothing, also in its own scope', async () => {
    const containers = newContainers();
    containers.cache.blobs.set('v1/pr/7/42', { body: Buffer.from('x'), metadata: {} });
    const run = pullRequest(containers);
    expect(kindOf(await run.retrieve())).toBe('damaged');
    expect(await run.store()).toEqual({ status: 'present' });
  });
});

describe('an artifact that this system cannot hold', () => {
  // More than symlink(2) takes, with a character that Windows does not allow.
  const target = `q?${'n'.repeat(248)}/${`${'n'.repeat(250)}/`.repeat(16)}`.slice(0, 4096);
  const parts = [
    file('terminalOutput'),
    folder('outputs'),
    pax({ linkpath: target }),
    link('outputs/l', 'x'),
    file('outputs/out.js'),
  ];
  const tar = tarOf(parts);

  /** A container where a trusted run on another system has stored such an artifact. */
  async function stored(more: { sha256?: string; entries?: number } = {}) {
    const containers = newContainers();
    const body = await buffer(compress([Buffer.from(tar)], 'br'));
    const sha256 = createHash('sha256').update(body).digest('hex');
    const claim = {
      codec: 'br',
      sha256,
      size: tar.length,
      entries: countEntries(parts),
      code: 0,
      ...more,
    } as const;
    const key = parseKeyText(pairs[0].signingKey);
    const signature = key && createSigner(key)({ ...claim, scope: 'trusted', hash: '42' });
    const metadata = encodeMetadata({ ...claim, producer: 'another system', ...signature });
    containers.cache.blobs.set('v1/trusted/42', { body, metadata });
    return containers;
  }

  test('is a miss that leaves no file, and keeps its place: it is intact', async () => {
    const { cache } = await stored();
    const blob = cache.blobs.get('v1/trusted/42');
    const run = main({ cache });
    expect(kindOf(await run.retrieve())).toBe('unportable');
    expect(readdirSync(run.cacheDirectory)).toEqual([]);
    expect(await run.store()).toEqual({ status: 'present' });
    expect(cache.blobs.get('v1/trusted/42')).toBe(blob);
  });

  test.each([
    ['another digest', { sha256: '0'.repeat(64) }],
    ['an entry too few', { entries: countEntries(parts) + 1 }],
  ])('does not hide %s: that is damage, and is replaced', async (_, more) => {
    const run = main(await stored(more));
    expect(kindOf(await run.retrieve())).toBe('damaged');
    expect(kindOf(await run.store())).toBe('stored');
  });

  test('does not hide a signature that is missing', async () => {
    const containers = await stored();
    tamper(containers.cache, { signature: undefined });
    expect(kindOf(await main(containers).retrieve())).toBe('untrusted');
  });
});
