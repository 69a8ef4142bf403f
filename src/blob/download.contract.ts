import { randomBytes } from 'node:crypto';
import { BlobServiceClient } from '@azure/storage-blob';
import { expect, test } from 'vitest';

import { get, put } from '../../test/support/proxy/proxied-store.js';
import { useProxiedStore } from '../../test/support/proxy/use-proxied-store.js';

const MiB = 1024 * 1024;
const service = useProxiedStore();

test('a large download that is cut in one range fetches only that one again', async () => {
  const { name, content } = await service.seed(22 * MiB);
  const second = 'bytes=1048576-5242879';
  service.proxy.reset([
    {
      match: ({ headers }) => headers['x-ms-range'] === second,
      times: 1,
      fault: { kind: 'cut', at: 3 * MiB },
    },
  ]);
  expect((await get(service.store, name))?.equals(content)).toBe(true);
  const asked = service.proxy.requests.map(({ headers }) => headers['x-ms-range']);
  expect(asked).toHaveLength(8);
  expect(asked.filter((range) => range === second)).toHaveLength(2);
});

test('a range that never comes fails the download, within the retries of one', async () => {
  const { name } = await service.seed(20 * MiB);
  service.proxy.reset([
    {
      match: ({ headers }) => headers['x-ms-range'] === 'bytes=17825792-22020095',
      fault: { kind: 'status', status: 503, code: 'ServerBusy' },
    },
  ]);
  await expect(get(service.store, name)).rejects.toMatchObject({ kind: 'throttled' });
  expect(service.proxy.requests).toHaveLength(5 + 8);
});

test.each(['replaced', 'deleted'])(
  'a blob that is %s while it is read is damaged, never mixed',
  async (change) => {
    const { name } = await service.seed(20 * MiB);
    const reading = (await service.store.download(name))?.chunks[Symbol.asyncIterator]();
    await reading?.next();
    await direct().deleteBlob(name);
    if (change === 'replaced') await put(service.store, name, randomBytes(20 * MiB));
    await expect(reading?.next()).rejects.toMatchObject({ kind: 'damaged' });
  },
);

const direct = () =>
  BlobServiceClient.fromConnectionString(service.azurite.connectionString).getContainerClient('cache');
