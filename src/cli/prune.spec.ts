import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { accountKey, connectionStringAt, startAzurite, type Azurite } from '../../test/azurite.js';
import { createFakeHost } from '../../test/fakes/host.js';
import { createWorkspace } from '../../test/fakes/setup.js';
import { optionsAt } from '../../test/proxied-store.js';
import { startProxy } from '../../test/proxy.js';
import { createAzureBlobStore } from '../blob/azure-blob-store.js';
import { runCli } from './run-cli.js';

let azurite: Azurite;
let containers = 0;

beforeAll(async () => {
  azurite = await startAzurite();
});
afterAll(() => azurite.close());

/** A new container with these blobs of 100 bytes each. */
async function containerWith(...names: readonly string[]): Promise<string> {
  const container = `cache-${++containers}`;
  await azurite.createContainer(container);
  const store = createAzureBlobStore(optionsAt(azurite.url, container), () => undefined);
  for (const name of names)
    await store.upload(name, Readable.from([Buffer.alloc(100)]), () => ({
      producer: 'nx-azure-cache/1.2.3 test',
    }));
  return container;
}

async function run(
  container: string,
  words: readonly string[],
  { answer, azure = {}, interrupt }: { answer?: string; azure?: object; interrupt?: AbortSignal } = {},
) {
  const host = createFakeHost({
    cwd: createWorkspace({ azure: { container, ...azure } }),
    env: { AZURE_STORAGE_CONNECTION_STRING: azurite.connectionString },
    answer,
    ...(interrupt && { interrupt }),
  });
  const exitCode = await runCli(words, host);
  return { exitCode, ...host.written, questions: host.questions };
}

const namesIn = async (container: string) => (await azurite.blobs(container)).map(({ name }) => name);
const three = ['v1/shared/1', 'v1/shared/2', 'readme.md'];

describe('prune deletes nothing', () => {
  test.each<[string, string[], RegExp]>([
    ['without a criterion', ['--yes'], /^error: set --older-than, --max-size or both/],
    [
      'without a terminal to ask',
      ['--max-size', '0'],
      /^error: there is no terminal to ask .* --yes, or --dry-run/,
    ],
    [
      'for a wrong duration',
      ['--older-than', '30', '--yes'],
      /'30' is invalid\. Expected a number with a unit, e\.g\. 90m/,
    ],
    [
      'for a wrong size',
      ['--max-size', '5G', '--yes'],
      /'5G' is invalid\. Expected a number with a unit, e\.g\. 500MB/,
    ],
    [
      'by access, which Azurite does not track',
      ['--max-size', '0', '--by', 'access', '--yes'],
      /^error: this storage account does not track/,
    ],
  ])('%s', async (_, words, message) => {
    const container = await containerWith(...three);
    const { exitCode, out, err } = await run(container, ['prune', ...words]);
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' });
    expect(err).toMatch(message);
    expect(await namesIn(container)).toHaveLength(3);
  });

  test('without a configured cache', async () => {
    const host = createFakeHost({ cwd: createWorkspace({}) });
    expect(await runCli(['prune', '--max-size', '0', '--yes'], host)).toBe(1);
    expect(host.written.err).toMatch(/^error: no remote cache is configured here: run this in a workspace/);
  });

  test.each(['n', '', 'yess', 'no'])('when the user says %j', async (answer) => {
    const container = await containerWith(...three);
    const { exitCode, out, err, questions } = await run(container, ['prune', '--max-size', '0'], { answer });
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' });
    expect(questions).toEqual(['Delete 2 blobs? [y/N] ']);
    expect(err).toBe('To be deleted: 2 blobs (200 B). 0 blobs (0 B) stay.\nnothing was deleted\n');
    expect(await namesIn(container)).toHaveLength(3);
  });

  test('by --dry-run', async () => {
    const container = await containerWith(...three);
    const dry = await run(container, ['prune', '--max-size', '100B', '--dry-run']);
    expect(dry).toMatchObject({ exitCode: 0, err: '' });
    expect(dry.out).toBe('To be deleted: 1 blob (100 B). 1 blob (100 B) stays.\n');
    const json = await run(container, ['prune', '--older-than', '1d', '--dry-run', '--json']);
    expect(JSON.parse(json.out)).toMatchObject({ planned: { count: 0 }, kept: { count: 2, bytes: 200 } });
    expect(await namesIn(container)).toHaveLength(3);
  });

  test('when there is nothing to delete', async () => {
    const { exitCode, out } = await run(await containerWith(), ['prune', '--older-than', '1d', '--yes']);
    expect({ exitCode, out }).toEqual({
      exitCode: 0,
      out: 'Nothing to delete: 0 blobs (0 B) stay.\n',
    });
  });
});

describe('prune deletes', () => {
  test('what it has printed, when the user confirms', async () => {
    const container = await containerWith(...three);
    const { exitCode, out } = await run(container, ['prune', '--max-size', '0'], { answer: 'y' });
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^Deleted 2 blobs \(200 B\) of 2 in [\d.]+ s(, [\d,]+\/min)?\.\n$/);
    expect(await namesIn(container)).toEqual(['readme.md']);
  });

  test('in both containers, without asking, with a result as JSON', async () => {
    const untrustedContainer = await containerWith('v1/pr/7/1', 'v1/pr/7/2');
    const container = await containerWith('v1/trusted/1', 'v1/branch/main/2');
    const azure = { trust: { branches: ['main'], untrustedContainer } };
    const words = ['prune', '--max-size', '0', '--scope', 'pr/*', '--yes', '--json'];
    const { exitCode, out, err } = await run(container, words, { azure });
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    expect(JSON.parse(out)).toMatchObject({
      planned: { count: 2, bytes: 200 },
      deleted: { count: 2, bytes: 200 },
      interrupted: false,
      changed: { count: 0 },
      protected: { count: 0 },
    });
    expect([await namesIn(container), await namesIn(untrustedContainer)]).toEqual([
      ['v1/branch/main/2', 'v1/trusted/1'],
      [],
    ]);
  });

  test('no more once it is interrupted, and reports that', async () => {
    const container = await containerWith(...three);
    const options = { interrupt: AbortSignal.abort() };
    const { exitCode, out, err } = await run(container, ['prune', '--max-size', '0', '--yes'], options);
    expect(exitCode).toBe(130);
    expect(out).toMatch(/^Deleted 0 blobs \(0 B\) of 2/);
    expect(err).toBe('interrupted; run prune again to delete the rest\n');
    expect(await namesIn(container)).toHaveLength(3);
  });
});

describe('a missing container is one sentence with a fix', () => {
  test.each(['stats', 'ls', 'prune --max-size 0 --yes'])('%s', async (words) => {
    const { exitCode, out, err } = await run('no-such', words.split(' '));
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' });
    expect(err).toMatch(/^error: container "no-such" does not exist in .*az storage container create.*\n$/);
    expect(err).not.toContain(accountKey);
  });

  test('explain --hash', async () => {
    const { exitCode, out } = await run('no-such', ['explain', '--hash', '1']);
    expect(exitCode).toBe(1);
    expect(out).toContain('cannot be read: container "no-such" does not exist');
  });
});

test('stats and ls show the same container', async () => {
  const container = await containerWith('v1/shared/1', 'v1/shared/2', 'runs/v1/x', 'readme.md');
  const stats = await run(container, ['stats', '--json']);
  expect(JSON.parse(stats.out)).toMatchObject({
    containers: [
      { container, total: { count: 2, bytes: 200 }, runRecords: { count: 1 }, foreign: { count: 1 } },
    ],
  });
  expect((await run(container, ['stats'])).out).toMatch(/shared +1 +2 +200 B +now +now\n/);
  const rows = (await run(container, ['ls', '--sort', 'name'])).out.split('\n').map((row) => row.split('\t'));
  expect(rows).toEqual([
    ['1', 'shared', '100', expect.any(String), 'nx-azure-cache/1.2.3 test'],
    ['2', 'shared', '100', expect.any(String), 'nx-azure-cache/1.2.3 test'],
    [''],
  ]);
  expect((await run(container, ['ls', '--limit', '1'])).out.split('\n')).toHaveLength(2);
  expect((await run(container, ['ls', 'pr/*', '--json'])).out).toBe('[]\n');
});

test('a blob that Azure refuses to delete is named, the rest is deleted, and the exit code is 1', async () => {
  const container = await containerWith('v1/shared/1', 'v1/shared/2', 'v1/shared/3');
  const refuse = (status: number, code: string) => ({ kind: 'status', status, code }) as const;
  const proxy = await startProxy({
    target: azurite.url,
    rules: [
      { match: ({ method }) => method === 'POST', fault: refuse(501, 'NotImplemented') },
      {
        match: ({ method, blob }) => method === 'DELETE' && blob === 'v1/shared/2',
        fault: refuse(409, 'SomethingNew'),
      },
    ],
  });
  const host = createFakeHost({
    cwd: createWorkspace({ azure: { container } }),
    env: { AZURE_STORAGE_CONNECTION_STRING: connectionStringAt(proxy.url) },
  });
  const exitCode = await runCli(['prune', '--max-size', '0', '--yes'], host);
  await proxy.close();
  expect(exitCode).toBe(1);
  expect(host.written.out).toContain('Deleted 2 blobs');
  expect(host.written.out).toContain('1 could not be deleted: v1/shared/2 (SomethingNew).');
  expect(host.written.err).toContain('some blobs could not be deleted');
  expect(await namesIn(container)).toEqual(['v1/shared/2']);
});
