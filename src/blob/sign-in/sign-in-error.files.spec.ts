import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { temporaryFolder } from '../../../test/support/temporary-folder.js';
import { fileFlaw } from './sign-in-error.js';

const variable = 'AZURE_FEDERATED_TOKEN_FILE';

function file(content: string): string {
  const path = join(temporaryFolder(), 'proof');
  writeFileSync(path, content);
  return path;
}

test('a token, and a certificate with its key, have no flaw', () => {
  expect(fileFlaw(variable, file('ey'))).toBeUndefined();
  const pem = file('-----BEGIN PRIVATE KEY-----\n-----BEGIN CERTIFICATE-----\n');
  expect(fileFlaw('AZURE_CLIENT_CERTIFICATE_PATH', pem)).toBeUndefined();
});

test.each([
  [
    'that is missing',
    variable,
    () => join(temporaryFolder(), 'none'),
    /cannot be read \(ENOENT\); check the path/,
  ],
  ['that is a folder', variable, () => temporaryFolder(), /is not a file/],
  [
    'without a token',
    variable,
    () => file(' \n'),
    /^the file that AZURE_FEDERATED_TOKEN_FILE names is empty;/,
  ],
  ['of 2 MB', variable, () => file('x'.repeat(2_000_000)), /is too large/],
  [
    'without a certificate',
    'AZURE_CLIENT_CERTIFICATE_PATH',
    () => file('ey'),
    /holds no certificate in PEM format/,
  ],
])('a file %s is reported', (_, name, path, flaw) => {
  expect(fileFlaw(name, path())).toMatch(flaw);
});

test('a token in the place of its file is not repeated', () => {
  expect(fileFlaw(variable, 'S3CR3T')).toMatch(/cannot be read/);
  expect(fileFlaw(variable, 'S3CR3T')).not.toContain('S3CR3T');
});
