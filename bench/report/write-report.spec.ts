import { expect, test } from 'vitest';
import type { Results, Row } from '../results.mjs';
import { compare } from './compare.mjs';
import { renderPage, rowsOf } from './write-report.mjs';

const row: Row = {
  section: 'share',
  work: 'W1',
  tasks: 300,
  seconds: 0.3,
  network: 'region',
  storage: 'lean',
  subject: 'no remote cache',
  family: 'Nx 24',
  isLimit: true,
  phase: 'cold',
  round: 1,
  ms: 1000,
  doneMs: 1000,
  cpuSeconds: 1,
  peakBytes: 1,
};

const first: Results = {
  date: '2026-01-02T03:04:05.678Z',
  command: 'npm run bench',
  revision: 'aaaaaaa',
  machine: { processor: 'one', cores: 2, memoryGiB: 8, node: 'v20.0.0' },
  rows: [row, { ...row, subject: 'a cache', isLimit: false, ms: 1200 }],
  failures: [],
};
const second: Results = {
  ...first,
  date: '2026-02-03T04:05:06.789Z',
  command: 'npm run bench -- share --rounds 1',
  revision: 'bbbbbbb',
  rows: [
    { ...row, ms: 2000 },
    { ...row, subject: 'a cache', isLimit: false, ms: 2600 },
  ],
};

test('the page names the command, the commit and the date of each run', () => {
  const page = renderPage([first, second], compare(rowsOf([first, second])));
  expect(page).toContain(
    '`npm run bench` at commit aaaaaaa on 2026-01-02; `npm run bench -- share --rounds 1` at commit bbbbbbb on 2026-02-03.',
  );
});

test('a round of one run is compared with the limit of the same run', () => {
  const cache = compare(rowsOf([first, second])).find(({ subject }) => subject === 'a cache');
  expect(cache?.added).toMatchObject({ least: 200, most: 600, count: 2 });
});
