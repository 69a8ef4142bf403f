import { afterAll, beforeAll, expect, test } from 'vitest';

import { startAzurite, type Azurite } from '../../test/support/azurite.js';
import { describeBlobStore } from '../../test/blob-store-contract.js';
import type { CredentialSource } from '../config/credential-source.js';
import { createAzureBlobStore } from './azure-blob-store.js';

let azurite: Azurite;

beforeAll(async () => {
  azurite = await startAzurite();
  await azurite.createContainer('contract');
});
afterAll(() => azurite.close());

const connectionString = (value: string): CredentialSource => ({ kind: 'connection-string', value });
const target = { container: 'contract', accountName: undefined, endpoint: undefined, proxy: undefined };

describeBlobStore('Azure (Azurite)', () =>
  createAzureBlobStore(
    { ...target, credential: connectionString(azurite.connectionString) },
    () => undefined,
  ),
);

test('nothing is connected before the first need, and a failure to do so is not kept', async () => {
  const credentials = [connectionString('none'), connectionString(azurite.connectionString)];
  const asked: (CredentialSource | undefined)[] = [];
  const store = createAzureBlobStore(
    {
      ...target,
      get credential() {
        const next = credentials[asked.length] ?? { kind: 'default' };
        asked.push(next);
        return next;
      },
    },
    () => undefined,
  );
  expect(asked).toEqual([]);
  await expect(store.download('v1/shared/1')).rejects.toMatchObject({ kind: 'credential' });
  expect(await store.download('v1/shared/1')).toBeUndefined();
  expect(await store.download('v1/shared/2')).toBeUndefined();
  expect(asked).toEqual(credentials);
});
