import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { createLicenseIssuer, inDays } from '../../test/support/fakes/license-issuer.js';
import { createWorkspace } from '../../test/support/fakes/setup.js';
import type { Environment } from '../config/environment.js';
import { findLicense, licenseSources } from './find-license.js';
import { writeLicenseFile, type LicenseFile } from './license-file.js';

const issuer = createLicenseIssuer();
const terms = { publicKey: issuer.key, organization: 'Acme' };
const places = ['NX_POWERPACK_LICENSE', 'NX_KEY', '.nx/powerpack/license.ini', '.nx/key/key.ini'];

/** A workspace with a license in each of the places, by their numbers. */
function find(licenses: Readonly<Record<number, string>>, root = createWorkspace({})) {
  const env: Record<string, string> = {};
  for (const [place, text] of Object.entries(licenses)) {
    const name = places[Number(place)] ?? '';
    if (name.startsWith('.')) writeLicenseFile(root, name as LicenseFile, text);
    else env[name] = text;
  }
  return findIn(root, env);
}

const findIn = (root: string, env: Environment = {}) =>
  findLicense(licenseSources(root, env), terms, new Date());

test.each([0, 1, 2, 3])('a license is found in each place, the first place first (%i)', async (first) => {
  const licenses: Record<number, string> = {};
  for (const place of [0, 1, 2, 3].slice(first)) {
    licenses[place] = await issuer.issue({ id: `license-${place}` });
  }
  expect(await find(licenses)).toMatchObject({
    source: places[first],
    license: { id: `license-${first}` },
  });
});

test('a valid license is found after an expired one', async () => {
  const expired = await issuer.issue({ expiresAt: inDays(-2) });
  const found = await find({ 0: 'something else', 1: '  ', 2: expired, 3: await issuer.issue() });
  expect(found.source).toBe('.nx/key/key.ini');
});

test('when no license is valid, the error is that of the first one', async () => {
  const foreign = await issuer.issue({ organization: 'Beta' });
  const expired = await issuer.issue({ expiresAt: inDays(-2) });
  await expect(find({ 1: foreign, 3: expired })).rejects.toMatchObject({ problem: 'foreign' });
  await expect(find({ 2: expired, 3: foreign })).rejects.toMatchObject({ problem: 'expired' });
});

test('an error without any license names all places', async () => {
  await expect(find({ 0: ' ' })).rejects.toThrow(
    'there is no license in NX_POWERPACK_LICENSE, NX_KEY, .nx/powerpack/license.ini or .nx/key/key.ini; set ',
  );
});

test('a file that cannot be read is reported, and does not hide the next place', async () => {
  const root = createWorkspace({});
  mkdirSync(join(root, places[2] ?? ''), { recursive: true });
  await expect(findIn(root)).rejects.toMatchObject({
    problem: 'unreadable',
    detail: 'the license from .nx/powerpack/license.ini cannot be read (EISDIR)',
  });
  expect((await find({ 3: await issuer.issue() }, root)).source).toBe(places[3]);
});
