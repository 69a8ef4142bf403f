import type { RunReport } from '../../../src/runs/run-report.js';

/** A run with one artifact of each outcome that matters. */
export const aReport = (): RunReport => ({
  schema: 'nx-azure-cache/run',
  version: 1,
  package: '0.1.0',
  nx: '24.0.6',
  mode: 'read-write',
  scopes: { reads: ['trusted', 'local/ada'], writes: 'local/ada' },
  ci: {
    provider: 'GitHub Actions',
    event: 'push',
    branch: 'main',
    url: 'https://github.com/acme/web/actions/runs/42',
  },
  start: '2026-11-22T15:40:00.000Z',
  end: '2026-11-22T15:40:12.123Z',
  exitCode: 0,
  totals: {
    hits: 1,
    misses: 1,
    stored: 1,
    present: 0,
    skipped: 0,
    faults: 1,
    bytesIn: 2000,
    bytesOut: 812,
    waitedMs: 340,
  },
  faults: [{ kind: 'timeout', count: 1, messages: ['slow'] }],
  artifacts: [
    {
      operation: 'retrieve',
      outcome: 'hit',
      hash: '10',
      ...lint,
      scope: 'trusted',
      bytes: 2000,
      at: 1200,
      ms: 100,
      restoreMs: 25,
    },
    { operation: 'retrieve', outcome: 'miss', hash: '11', ...build, at: 1200, ms: 40, buildMs: 5000 },
    {
      operation: 'store',
      outcome: 'stored',
      hash: '11',
      ...build,
      scope: 'local/ada',
      bytes: 812,
      at: 6300,
      ms: 400,
      buildMs: 5000,
    },
    { operation: 'retrieve', outcome: 'fault', hash: '12', at: 1200, ms: 5000, fault: 'timeout' },
  ],
});

const lint = { task: 'app:lint', project: 'app', target: 'lint' };
const build = { task: 'web:build', project: 'web', target: 'build' };
