import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { beforeAll, expect, test } from 'vitest';

import { newName } from '../../test/support/proxy/proxied-store.js';
import { useProxiedStore } from '../../test/support/proxy/use-proxied-store.js';
import type { RequestKind } from '../../test/support/proxy/proxy-request.js';
import { connect } from './connect.js';
import type { Connection } from './connection.js';
import { upload } from './upload.js';

const MiB = 1024 * 1024;
const service = useProxiedStore();
let connection: Connection;

beforeAll(async () => {
  // The 12 s of a real write are long for a test.
  const limits = { stall: 400, retry: { attempts: 1, longestPause: 0, within: 0 } };
  connection = await connect(service.options, undefined, { limits });
});

const uploadOf = (length: number, name = newName()) =>
  upload(connection, {
    name,
    body: Readable.from([randomBytes(length)]),
    metadata: () => ({ codec: 'br' }),
    replacing: undefined,
  });

test.each<[RequestKind, number]>([
  ['put', 1000],
  ['put', 5 * MiB],
  ['put block', 41 * MiB],
  ['put block list', 9 * MiB],
])('silence after a %s ends the upload (%i bytes)', async (kind, length) => {
  service.proxy.reset([{ match: (seen) => seen.kind === kind, fault: { kind: 'hang before headers' } }]);
  const started = performance.now();
  await expect(uploadOf(length)).rejects.toMatchObject({ kind: 'timeout' });
  expect(performance.now() - started).toBeLessThan(5_000);
});

test('at most four blocks are under way at once', async () => {
  service.proxy.reset([
    { match: ({ kind }) => kind === 'put block', fault: { kind: 'hang before headers' } },
  ]);
  const name = newName();
  await expect(uploadOf(80 * MiB, name)).rejects.toThrow();
  // On a busy machine those of an earlier upload still arrive, and not all of these before the silence ends them.
  const blocks = service.proxy.requests.filter(({ blob }) => blob === name).length;
  expect(blocks).toBeGreaterThan(1);
  expect(blocks).toBeLessThanOrEqual(4);
});
