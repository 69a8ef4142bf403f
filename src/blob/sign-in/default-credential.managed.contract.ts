import { afterAll, beforeAll, expect, test, vi } from 'vitest';

import { startMetadataService, type MetadataService } from '../../../test/cloud/metadata-service.js';
import { createDefaultCredential } from './default-credential.js';

// A process of its own: `@azure/identity` keeps to the first client that a managed identity was asked with.
let service: MetadataService;
beforeAll(async () => {
  service = await startMetadataService('silence');
  for (const [name, value] of Object.entries(service.variables)) vi.stubEnv(name, value);
});
afterAll(() => {
  vi.unstubAllEnvs();
  service.close();
});

const managed = (patience: number) =>
  createDefaultCredential({ managed: true, clientId: 'of the job' }, patience);

test('a managed identity that is wanted alone is asked without a knock, and given up in time', async () => {
  service.answerWith('silence');
  await expect(managed(500).ask({})).rejects.toMatchObject({
    kind: 'credential',
    expected: false,
    message: expect.stringContaining('the token service at 169.254.169.254 did not answer') as string,
  });
  expect([service.knocks(), service.requests()]).toEqual([0, 1]);
}, 10_000);
