import { expect, test } from 'vitest';

import { aReport } from '../../../test/support/fakes/report.js';
import { escapeMarkdown, toMarkdown, toLogSection } from './render-report.js';

test('a Markdown section has the numbers, the faults, and the slowest transfers', () => {
  expect(toMarkdown(aReport())).toBe(`### Nx remote cache: build, lint

| hits | misses | stored | faults | waited |
| --- | --- | --- | --- | --- |
| 1 (2.0 kB) | 1 | 1 (812 B) | 1 | 0.3 s |

**1 timeout**: slow

<details><summary>The slowest transfers</summary>

| task | outcome | size | time |
| --- | --- | --- | --- |
| web&#58;build | stored | 812 B | 0.4 s |
| app&#58;lint | hit | 2.0 kB | 0.1 s |

</details>

`);
});

test('a run that Nx does not report has hashes, and no targets', () => {
  const { artifacts, ...report } = aReport();
  const text = toMarkdown({
    ...report,
    artifacts: artifacts.map((artifact) => ({ ...artifact, task: undefined, target: undefined })),
  });
  expect(text).toMatch(/^### Nx remote cache\n/);
  expect(text).toContain('| 11 | stored |');
});

test('a run without transfers has no table of them', () => {
  expect(toMarkdown({ ...aReport(), artifacts: [] })).not.toContain('<details>');
});

test('at most five transfers are listed', () => {
  const report = aReport();
  const artifacts = Array.from({ length: 500 }, (_, i) => ({ ...report.artifacts[0], hash: String(i) }));
  expect(toMarkdown({ ...report, artifacts: artifacts as typeof report.artifacts }).length).toBeLessThan(
    1_000,
  );
});

test.each([
  ['web:build', 'web&#58;build'],
  ['@acme/web_app', '&#64;acme/web&#95;app'],
  ['a|b', 'a&#124;b'],
  ['**b** `c` ~d~', '&#42;&#42;b&#42;&#42; &#96;c&#96; &#126;d&#126;'],
  ['<img src=x onerror=y>', '&#60;img src&#61;x onerror&#61;y&#62;'],
  ['[a](https://evil.example)', '&#91;a&#93;(https&#58;//evil.example)'],
  ['&lt;', '&#38;lt&#59;'],
  ['a\n\n# b\r\n', 'a &#35; b '],
  ['\u202eevil\u0000\u001b[31m', ' evil &#91;31m'],
  ['žluťoučký 数据', 'žluťoučký 数据'],
  ['🐎', '&#128014;'],
  ['x'.repeat(400), `${'x'.repeat(300)}…`],
])('%j is written %j', (text, escaped) => {
  expect(escapeMarkdown(text)).toBe(escaped);
});

test('a section of the log is folded, and has the numbers, the faults, and the slowest transfers', () => {
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
