import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createWorkspace } from '../../../test/support/fakes/setup.js';
import { parseKeyText } from '../../config/key-text.js';
import { generateKeyPair } from '../../trust/signature.js';
import { findKeyInReach } from './key-in-reach.js';

const [pair, another] = [generateKeyPair('main'), generateKeyPair('main')];
const find = (folder: string) =>
  findKeyInReach(
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

test('processes that were started with the key, and not with that of another workspace', () => {
  const folder = processes({
    1: `HOME=/\0${variable}=${pair.signingKey}\0`,
    2: 'HOME=/\0',
    3: `NOT_${variable}=${pair.signingKey}\0`,
    4: `${variable}=${another.signingKey}\0`,
    5: `${variable}=no key\0`,
  });
  expect(find(folder)).toEqual(['process 1 (npm)']);
});

test('many of them are counted', () => {
  const environments = Object.fromEntries(
    [1, 2, 3, 4, 5].map((pid) => [pid, `${variable}=${pair.signingKey}\0`]),
  );
  expect(find(processes(environments)).at(-1)).toBe('2 more');
});

test('what a child of this process inherits', () => {
  const folder = processes({});
  expect(find(folder)).toEqual([]);
  process.env[variable] = 'main:key';
  expect(find(folder)).toEqual(['the environment that it inherits']);
});

test('a system that shows no processes', () => {
  expect(find('/nowhere')).toEqual([]);
});
