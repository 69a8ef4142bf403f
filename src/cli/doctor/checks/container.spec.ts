import { expect, test } from 'vitest';

import { createMemoryBlobStore } from '../../../../test/fakes/memory-blob-store.js';
import { createFakeSetup } from '../../../../test/fakes/setup.js';
import { CacheError } from '../../../errors.js';
import { findingsOf } from '../check.js';
import { checkContainer } from './container.js';

const azure = { container: 'cache', accountName: 'acme' };
const trust = { branches: ['main'] };

test.each([
  [azure, ['"cache"']],
  [{ ...azure, trust }, ['"cache"']],
  [{ ...azure, trust: { ...trust, untrustedContainer: 'other' } }, ['"cache"', '"other"']],
])('each container is tried once', async (settings, names) => {
  const findings = await findingsOf(checkContainer, createFakeSetup(settings));
  expect(findings.map(({ status }) => status)).toEqual(names.map(() => 'pass'));
  expect(findings.map(({ detail }) => detail.replace(/ can be read \(\d+ ms\)$/, ''))).toEqual(names);
});

test('a container that cannot be read fails', async () => {
  const store = createMemoryBlobStore();
  store.fail('download', new CacheError('does not exist', { kind: 'container', retryable: false }));
  await expect(
    findingsOf(checkContainer, createFakeSetup(azure, {}, { store: () => store })),
  ).rejects.toThrow('does not exist');
});
