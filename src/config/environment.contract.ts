import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

import { takeSigningKey } from './environment.js';

test('a process that is started after the signing key was taken does not inherit it', () => {
  const name = 'NX_AZURE_CACHE_SIGNING_KEY';
  process.env[name] = 'a:secret';
  expect(takeSigningKey()[name]).toBe('a:secret');
  const seen = execFileSync(process.execPath, ['-p', `process.env.${name}`], { encoding: 'utf8' });
  expect(seen).toBe('undefined\n');
});
