import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { temporaryFolder } from '../../test/support/temporary-folder.js';
import type { Fault } from '../../test/support/proxy/proxy-fault.js';
import { useProxiedStore } from '../../test/support/proxy/use-proxied-store.js';
import { sharedAccess } from '../trust/resolve-access.js';
import { createTransfers } from './transfers.js';

const service = useProxiedStore();

/** What a run costs in which Azure refuses each request so: 100 lookups, as Nx asks for them, then 100 uploads. */
async function refuse(fault: Fault) {
  service.proxy.reset([{ fault }]);
  const cacheDirectory = temporaryFolder();
  const access = sharedAccess({ container: 'cache', credential: { kind: 'default' } });
  const transfer = createTransfers({
    root: cacheDirectory,
    access,
    open: () => service.store,
    prefix: '',
    producer: 'test',
    redact: (text) => text,
    wanted: () => true,
  });
  const hashes = Array.from({ length: 100 }, (_, i) => String(1000 + i));
  const call = { id: 0, cacheDirectory };
  const lookups = await Promise.all(hashes.map((hash) => transfer({ ...call, kind: 'retrieve', hash })));
  for (const hash of hashes) {
    mkdirSync(join(cacheDirectory, hash), { recursive: true });
    writeFileSync(join(cacheDirectory, hash, 'out'), 'built');
  }
  const store = { ...call, kind: 'store', terminalOutput: '', code: 0 } as const;
  const uploads = await Promise.all(hashes.map((hash) => transfer({ ...store, hash })));
  const faults = [...lookups, ...uploads].flatMap((outcome) =>
    outcome.status === 'fault' ? [outcome.fault.message] : [],
  );
  const count = (kind: string) => service.proxy.requests.filter((request) => request.kind === kind).length;
  return { lookups: count('get'), uploads: count('put'), messages: new Set(faults).size };
}

const status = (code: number, error: string): Fault => ({ kind: 'status', status: code, code: error });

test.each([
  ['400 AccountRequiresHttps', status(400, 'AccountRequiresHttps')],
  ['409 PublicAccessNotPermitted', status(409, 'PublicAccessNotPermitted')],
  ['404 ResourceNotFound', status(404, 'ResourceNotFound')],
])('a refusal of all requests is sent at most as many requests as run at a time: %s', async (_, fault) => {
  const { lookups, uploads, messages } = await refuse(fault);
  expect(lookups).toBeLessThanOrEqual(48);
  expect({ uploads, messages }).toEqual({ uploads: 0, messages: 1 });
});

/** Two refusals that nobody knows are tolerated, and their places taken by others. */
test.each([
  ['400 InvalidHeaderValue, of each operation', status(400, 'InvalidHeaderValue')],
  ['409 with a code that nobody knows', status(409, 'SomethingNew')],
  ['404 of a proxy', status(404, '')],
])(
  'an unknown refusal is sent at most as many requests as run at a time, and two more: %s',
  async (_, fault) => {
    const { lookups, uploads, messages } = await refuse(fault);
    expect(lookups).toBeLessThanOrEqual(48 + 2);
    expect(uploads).toBeLessThanOrEqual(8 + 2);
    expect(messages).toBe(1);
  },
);

test('a refusal of one blob stops no request for others', async () => {
  expect(await refuse(status(409, 'BlobArchived'))).toEqual({ lookups: 100, uploads: 100, messages: 1 });
});
