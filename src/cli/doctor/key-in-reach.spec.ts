import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createWorkspace } from '../../../test/fakes/setup.js';
import { findKeyInReach } from './key-in-reach.js';

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

test('processes that were started with the key', () => {
  const folder = processes({ 1: `HOME=/\0${variable}=main:key\0`, 2: 'HOME=/\0', 3: `NOT_${variable}=1\0` });
  expect(findKeyInReach(folder)).toEqual(['process 1 (npm)']);
});

test('many of them are counted', () => {
  const environments = Object.fromEntries([1, 2, 3, 4, 5].map((pid) => [pid, `${variable}=k\0`]));
  expect(findKeyInReach(processes(environments)).at(-1)).toBe('2 more');
});

test('what a child of this process inherits', () => {
  const folder = processes({});
  expect(findKeyInReach(folder)).toEqual([]);
  process.env[variable] = 'main:key';
  expect(findKeyInReach(folder)).toEqual(['the environment that it inherits']);
});

test('a system that shows no processes', () => {
  expect(findKeyInReach('/nowhere')).toEqual([]);
});
