import { afterAll, beforeAll } from 'vitest';
import { startAzurite, type Azurite } from '../../test/azurite.js';
import { describeBlobStore } from '../../test/blob-store-contract.js';
import { createAzureBlobStore } from './azure-blob-store.js';

let azurite: Azurite;

beforeAll(async () => {
  azurite = await startAzurite();
  await azurite.createContainer('contract');
});
afterAll(() => azurite.close());

describeBlobStore('Azure (Azurite)', () =>
  createAzureBlobStore(
    {
      container: 'contract',
      accountName: undefined,
      endpoint: undefined,
      credential: { kind: 'connection-string', value: azurite.connectionString },
    },
    () => undefined,
  ),
);
