import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { aReport } from '../../../test/fakes/report.js';
import { temporaryFolder } from '../../../test/hostile/temporary-folder.js';
import { writeReport } from './write-report.js';

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as unknown;

test('a path is one from the workspace’s root, and its folder is made', () => {
  const root = temporaryFolder();
  writeReport(aReport(), root, 'out/deep/run.json');
  expect(read(join(root, 'out/deep/run.json'))).toEqual(aReport());
  expect(readdirSync(join(root, 'out/deep'))).toEqual(['run.json']);
});

test('a file that is there is replaced', () => {
  const root = temporaryFolder();
  writeFileSync(join(root, 'run.json'), 'old');
  writeReport(aReport(), root, join(root, 'run.json'));
  expect(read(join(root, 'run.json'))).toEqual(aReport());
});

test.each(['runs', 'runs/', 'new/'])('the folder %s gets a file for each run', (path) => {
  const root = temporaryFolder();
  mkdirSync(join(root, 'runs'));
  for (let i = 0; i < 2; i++) writeReport(aReport(), root, path);
  const stem = `2026-11-22T15-40-12.123Z-${process.pid}`;
  expect(readdirSync(join(root, path)).sort()).toEqual([`${stem}-2.json`, `${stem}.json`]);
});

test('what cannot be written leaves nothing', () => {
  const root = temporaryFolder();
  writeFileSync(join(root, 'file'), '');
  expect(() => {
    writeReport(aReport(), root, 'file/run.json');
  }).toThrow(/ENOTDIR|EEXIST/);
  expect(readdirSync(root)).toEqual(['file']);
});
