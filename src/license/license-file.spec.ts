import { mkdirSync, readdirSync, readFileSync, writeFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { createLicenseIssuer } from '../../test/support/fakes/license-issuer.js';
import { createWorkspace } from '../../test/support/fakes/setup.js';
import {
  parseLicenseFile,
  readLicenseFile,
  replaceLicense,
  writeLicenseFile,
  activateLicense,
} from './license-file.js';

describe('parsing a license file', () => {
  test.each([
    ['license=a.b.c\n', 'a.b.c'],
    ['key=a.b.c', 'a.b.c'],
    ['  Key = "a.b.c"  \r\n', 'a.b.c'],
    ['\ufeff\n; a comment\n# another\n[section]\nother=1\nlicense=a.b.c\nkey=d', 'a.b.c'],
    ['a.b.c\n', 'a.b.c'],
    ['; a comment\na.b.c', 'a.b.c'],
    ['c2VjcmV0==\n', 'c2VjcmV0=='],
    ['bare\nkey=a.b.c', 'a.b.c'],
    ['', undefined],
    ['\n; a comment\n[section]\n', undefined],
    ['license=\n', undefined],
    ['license=""', undefined],
  ])('%j: %s', (content, license) => {
    expect(parseLicenseFile(content)).toBe(license);
  });
});

describe('replacing a license keeps the rest of the file', () => {
  test.each([
    ['', 'key=new\n'],
    ['key=old\n', 'key=new\n'],
    ['; mine\nother=1\nkey=old\nmore=2\n', '; mine\nother=1\nkey=new\nmore=2\n'],
    ['license=old', 'key=new\n'],
    ['bare', 'bare\nkey=new\n'],
    ['[section]\na=1\n\n', '[section]\na=1\n\nkey=new\n'],
    ['; mine\r\nkey=old\r\n', '; mine\r\nkey=new\r\n'],
  ])('%j: %j', (content, expected) => {
    const written = replaceLicense(content, 'key', 'new');
    expect(written).toBe(expected);
    expect(parseLicenseFile(written)).toBe('new');
  });
});

describe('a license file in a workspace', () => {
  const file = '.nx/key/key.ini';

  test('is created with its folder, and no other file is left', () => {
    const root = createWorkspace({});
    expect(readLicenseFile(root, file)).toBeUndefined();
    writeLicenseFile(root, file, 'a.b.c');
    expect(readFileSync(join(root, file), 'utf8')).toBe('key=a.b.c\n');
    expect(readdirSync(join(root, '.nx/key'))).toEqual(['key.ini']);
  });

  test('stays as it is if it cannot be replaced', () => {
    const root = createWorkspace({});
    mkdirSync(join(root, file), { recursive: true });
    writeFileSync(join(root, file, 'mine'), '');
    expect(() => {
      writeLicenseFile(root, file, 'a.b.c');
    }).toThrow('EISDIR');
    expect(readdirSync(join(root, file))).toEqual(['mine']);
  });
});

const file = '.nx/powerpack/license.ini';

test('an activated license is in its file when the call returns, without surrounding space', async () => {
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
