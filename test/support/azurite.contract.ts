import { afterAll, beforeAll, expect, test } from 'vitest';
import { BlobServiceClient } from '@azure/storage-blob';
import { startAzurite, type Azurite } from './azurite.js';

let azurite: Azurite;

beforeAll(async () => {
  azurite = await startAzurite();
});
afterAll(() => azurite.close());

test('a container of Azurite keeps an uploaded blob with its metadata', async () => {
  await azurite.createContainer('kept');
  const container = BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient(
    'kept',
  );
  await container.getBlockBlobClient('v1/default/1').upload('hello', 5, { metadata: { code: '0' } });
  expect(await azurite.blobs('kept')).toEqual([{ name: 'v1/default/1', bytes: 5, metadata: { code: '0' } }]);
});

test('two Azurites run side by side', async () => {
  const other = await startAzurite();
  expect(other.url).not.toBe(azurite.url);
  await other.close();
});
