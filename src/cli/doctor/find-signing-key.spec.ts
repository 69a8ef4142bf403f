import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';

import { createWorkspace } from '../../../test/fakes/setup.js';
import { parseKeyText } from '../../config/key-text.js';
import { generateKeyPair } from '../../trust/generate-key-pair.js';
import { findSigningKey } from './find-signing-key.js';

const [pair, another] = [generateKeyPair('main'), generateKeyPair('main')];
const find = (folder: string) =>
  findSigningKey(
    [parseKeyText(pair.publicKey)].filter((key) => key !== undefined),
    folder,
  );

const variable = 'NX_AZURE_CACHE_SIGNING_KEY';
afterEach(() => {
  Reflect.deleteProperty(process.env, variable);
});

function processes(environments: Readonly<Record<number, string>>): string {
  const folder = createWorkspace(undefined);
  for (const [pid, environment] of Object.entries(environments)) {
    mkdirSync(join(folder, pid));
    writeFileSync(join(folder, pid, 'environ'), environment);
    writeFileSync(join(folder, pid, 'comm'), 'npm\n');
  }
  writeFileSync(join(folder, 'uptime'), '');
  return folder;
}

test('processes that were started with the key of this workspace are found', () => {
  const folder = processes({
    1: `HOME=/\0${variable}=${pair.signingKey}\0`,
    2: 'HOME=/\0',
    3: `NOT_${variable}=${pair.signingKey}\0`,
    4: `${variable}=${another.signingKey}\0`,
    5: `${variable}=no key\0`,
  });
  expect(find(folder)).toEqual(['process 1 (npm)']);
});

test('many processes are counted', () => {
  const environments = Object.fromEntries(
    [1, 2, 3, 4, 5].map((pid) => [pid, `${variable}=${pair.signingKey}\0`]),
  );
  expect(find(processes(environments)).at(-1)).toBe('2 more');
});

test('a key that a child process inherits is found', () => {
  const folder = processes({});
  expect(find(folder)).toEqual([]);
  process.env[variable] = 'main:key';
  expect(find(folder)).toEqual(['its own environment']);
});

test('a system that shows no processes has no holders', () => {
  expect(find('/nowhere')).toEqual([]);
});
