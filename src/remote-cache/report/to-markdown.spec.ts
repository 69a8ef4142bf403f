import { expect, test } from 'vitest';

import { aReport } from '../../../test/fakes/report.js';
import { escapeMarkdown, toMarkdown } from './to-markdown.js';

test('a section has the numbers, what went wrong, and the slowest transfers', () => {
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

test('a run that Nx tells nothing of has hashes, and no targets', () => {
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

test('five transfers are enough', () => {
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
