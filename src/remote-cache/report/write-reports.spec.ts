import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { aReport } from '../../../test/support/fakes/report.js';
import { temporaryFolder } from '../../../test/support/temporary-folder.js';
import type { JobSummaryPlace, RunOutputs } from '../../config/run-options.js';
import type { Outcome } from '../../worker/protocol.js';
import { Journal } from '../journal.js';
import { writeReports, writeReport } from './write-reports.js';

const miss: Outcome = { status: 'miss' };
const noCredential: Outcome = {
  status: 'fault',
  fault: { kind: 'credential', message: 'none found', expected: true },
};

function fakeStream() {
  const stream = { text: '', interactive: false, write: (text: string) => void (stream.text += text) };
  return stream;
}

function write(outputs: Partial<RunOutputs>, { root = temporaryFolder(), outcome = miss } = {}) {
  const journal = new Journal({ verbose: false, now: () => 0 });
  journal.begin({ kind: 'retrieve', hash: '1', cacheDirectory: '/cache' })(outcome);
  const [stderr, stdout] = [fakeStream(), fakeStream()];
  const redact = (text: string) => text.replaceAll('s3cret', '[redacted]');
  const config = { outputs: { summary: undefined, jobSummary: undefined, ...outputs } };
  let reports = 0;
  const warnings = writeReports({ root, config, journal, stderr, stdout, redact }, () => {
    reports++;
    return aReport();
  });
  return { root, warnings, reports, stdout: stdout.text, stderr: stderr.text };
}

test('a run without configured places writes nothing', () => {
  expect(write({})).toMatchObject({ warnings: [], reports: 0, stdout: '', stderr: '' });
});

test('a file that cannot be written is one warning, without secrets', () => {
  const root = temporaryFolder();
  writeFileSync(join(root, 's3cret'), '');
  expect(write({ summary: 's3cret/run.json' }, { root }).warnings).toEqual([
    expect.stringMatching(
      /^warning: NX_AZURE_CACHE_SUMMARY could not be written: Error: (ENOTDIR|EEXIST).*\[redacted\]/,
    ),
  ]);
});

describe('in GitHub Actions', () => {
  const place = (file: string): JobSummaryPlace => ({ kind: 'github', file });

  test('each run adds its section', () => {
    const file = join(temporaryFolder(), 'step');
    writeFileSync(file, 'what was there');
    for (let i = 0; i < 2; i++) write({ jobSummary: place(file) });
    expect(readFileSync(file, 'utf8')).toMatch(
      /^what was there\n### Nx remote cache[^]*\n\n### Nx remote cache/,
    );
  });

  test('a summary that is full stays as it is', () => {
    const file = join(temporaryFolder(), 'step');
    writeFileSync(file, 'x'.repeat(1024 * 1024 - 10));
    expect(write({ jobSummary: place(file) }).warnings).toEqual([]);
    expect(statSync(file).size).toBe(1024 * 1024 - 10);
  });

  test('a file that cannot be written is one warning', () => {
    const folder = temporaryFolder();
    expect(write({ jobSummary: place(folder) }).warnings).toEqual([
      expect.stringMatching(/^warning: the summary of the job could not be written: Error: EISDIR/),
    ]);
  });

  test('a run without a credential adds no section', () => {
    const file = join(temporaryFolder(), 'step');
    expect(write({ jobSummary: place(file) }, { outcome: noCredential })).toMatchObject({
      warnings: [],
      reports: 0,
    });
  });
});

test('Azure Pipelines gets a command for a file on the standard output', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'nx-azure-cache'));
  const { stdout, stderr } = write({ jobSummary: { kind: 'azure-pipelines', folder } });
  const [name = ''] = readdirSync(join(folder, 'nx-azure-cache'));
  expect(name).toBe(`Nx remote cache 15-40-12 ${process.pid}.md`);
  expect(stdout).toBe(`##vso[task.uploadsummary]${join(folder, 'nx-azure-cache', name)}\n`);
  expect(stderr).toBe('');
  expect(readFileSync(join(folder, 'nx-azure-cache', name), 'utf8')).toMatch(/^### Nx remote cache/);
});

test('GitLab gets a section of the log', () => {
  const { stdout, stderr } = write({ jobSummary: { kind: 'gitlab' } });
  expect(stdout).toBe('');
  expect(stderr).toContain('[collapsed=true]\r\u001b[0KNx remote cache');
});

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as unknown;

test('a path is relative to the workspace’s root, and its folder is created', () => {
  const root = temporaryFolder();
  writeReport(aReport(), root, 'out/deep/run.json');
  expect(read(join(root, 'out/deep/run.json'))).toEqual(aReport());
  expect(readdirSync(join(root, 'out/deep'))).toEqual(['run.json']);
});

test('an existing file is replaced', () => {
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

test('a report that cannot be written leaves no file', () => {
  const root = temporaryFolder();
  writeFileSync(join(root, 'file'), '');
  expect(() => {
    writeReport(aReport(), root, 'file/run.json');
  }).toThrow(/ENOTDIR|EEXIST/);
  expect(readdirSync(root)).toEqual(['file']);
});
