import { expect, test } from 'vitest';

import { aReport } from '../../../test/fakes/report.js';
import { toLogSection } from './to-log-section.js';

test('a section of the log is folded, and has what there is to say', () => {
  const lines = toLogSection(aReport(), 'nx_azure_cache_1').split('\n');
  expect(lines).toEqual([
    '\u001b[0Ksection_start:1795362012:nx_azure_cache_1[collapsed=true]\r\u001b[0KNx remote cache: build, lint',
    'hits          1 (2.0 kB)',
    'misses        1',
    'stored        1 (812 B)',
    'faults        1',
    'waited        0.3 s',
    '1 timeout: slow',
    'stored     812 B        0.4 s  web:build',
    'hit       2.0 kB        0.1 s  app:lint',
    '\u001b[0Ksection_end:1795362012:nx_azure_cache_1\r\u001b[0K',
    '',
  ]);
});

test('a task cannot end the section', () => {
  const report = aReport();
  const artifacts = report.artifacts.map((artifact) => ({
    ...artifact,
    task: 'a:\u001b[0Ksection_end:1:nx\r\u001b[0K',
  }));
  const text = toLogSection({ ...report, artifacts }, 'nx');
  expect(text.match(/section_end:\d+:nx\r/g)).toHaveLength(1);
});
