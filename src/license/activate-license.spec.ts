import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { createLicenseIssuer } from '../../test/fakes/license-issuer.js';
import { createWorkspace } from '../../test/fakes/setup.js';
import { activateLicense } from './activate-license.js';

const file = '.nx/powerpack/license.ini';

test('it is in its file when the call returns, without space around it', async () => {
  const root = createWorkspace({});
  const license = await createLicenseIssuer().issue();
  const told = activateLicense(root, file, ` ${license}\n`);
  expect(told).toContain(file);
  expect(readFileSync(join(root, file), 'utf8')).toBe(`license=${license}\n`);
});

test.each([
  [undefined, 'missing'],
  [' ', 'missing'],
  [7, 'missing'],
  ['c2VjcmV0LXNlY3JldA==', 'unreadable'],
  ['eyJhbGciOiJFZERTQSJ9.e30.AAAA', 'unreadable'],
])('%j is refused, and nothing is written', (given, problem) => {
  const root = createWorkspace({});
  expect(() => {
    activateLicense(root, file, given);
  }).toThrow(expect.objectContaining({ problem }) as Error);
  expect(existsSync(join(root, '.nx'))).toBe(false);
});
