import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { aReport } from '../../../test/fakes/report.js';
import { temporaryFolder } from '../../../test/hostile/temporary-folder.js';
import type { JobSummaryPlace, RunOutputs } from '../../config/run-options.js';
import type { Outcome } from '../../worker/protocol.js';
import { Journal } from '../journal.js';
import { tellMachines } from './tell-machines.js';

const miss: Outcome = { status: 'miss' };
const noCredential: Outcome = {
  status: 'fault',
  fault: { kind: 'credential', message: 'none found', quiet: true },
};

function fakeStream() {
  const stream = { text: '', interactive: false, write: (text: string) => void (stream.text += text) };
  return stream;
}

function tell(outputs: Partial<RunOutputs>, { root = temporaryFolder(), outcome = miss } = {}) {
  const journal = new Journal({ verbose: false, now: () => 0 });
  journal.begin({ kind: 'retrieve', hash: '1', cacheDirectory: '/cache' })(outcome);
  const [terminal, stdout] = [fakeStream(), fakeStream()];
  const redact = (text: string) => text.replaceAll('s3cret', '[redacted]');
  const config = { outputs: { summary: undefined, jobSummary: undefined, ...outputs } };
  let reports = 0;
  const warnings = tellMachines({ root, config, journal, terminal, stdout, redact }, () => {
    reports++;
    return aReport();
  });
  return { root, warnings, reports, stdout: stdout.text, stderr: terminal.text };
}

test('nobody is told when nobody asks', () => {
  expect(tell({})).toMatchObject({ warnings: [], reports: 0, stdout: '', stderr: '' });
});

test('a file that cannot be written is one warning, without secrets', () => {
  const root = temporaryFolder();
  writeFileSync(join(root, 's3cret'), '');
  expect(tell({ summary: 's3cret/run.json' }, { root }).warnings).toEqual([
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
    for (let i = 0; i < 2; i++) tell({ jobSummary: place(file) });
    expect(readFileSync(file, 'utf8')).toMatch(
      /^what was there\n### Nx remote cache[^]*\n\n### Nx remote cache/,
    );
  });

  test('a step that is full stays as it is', () => {
    const file = join(temporaryFolder(), 'step');
    writeFileSync(file, 'x'.repeat(1024 * 1024 - 10));
    expect(tell({ jobSummary: place(file) }).warnings).toEqual([]);
    expect(statSync(file).size).toBe(1024 * 1024 - 10);
  });

  test('a file that cannot be written is one warning', () => {
    const folder = temporaryFolder();
    expect(tell({ jobSummary: place(folder) }).warnings).toEqual([
      expect.stringMatching(/^warning: the summary of the job could not be written: Error: EISDIR/),
    ]);
  });

  test('a run without a credential has nothing to say', () => {
    const file = join(temporaryFolder(), 'step');
    expect(tell({ jobSummary: place(file) }, { outcome: noCredential })).toMatchObject({
      warnings: [],
      reports: 0,
    });
  });
});

test('in Azure Pipelines the agent is told of a file, by the standard output', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'nx-azure-cache'));
  const { stdout, stderr } = tell({ jobSummary: { kind: 'azure-pipelines', folder } });
  const [name = ''] = readdirSync(join(folder, 'nx-azure-cache'));
  expect(name).toBe(`Nx remote cache 15-40-12 ${process.pid}.md`);
  expect(stdout).toBe(`##vso[task.uploadsummary]${join(folder, 'nx-azure-cache', name)}\n`);
  expect(stderr).toBe('');
  expect(readFileSync(join(folder, 'nx-azure-cache', name), 'utf8')).toMatch(/^### Nx remote cache/);
});

test('in GitLab it is a section of the log', () => {
  const { stdout, stderr } = tell({ jobSummary: { kind: 'gitlab' } });
  expect(stdout).toBe('');
  expect(stderr).toContain('[collapsed=true]\r\u001b[0KNx remote cache');
});
