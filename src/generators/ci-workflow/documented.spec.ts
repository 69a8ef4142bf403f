import { expect, test } from 'vitest';

import { listFiles, readRepositoryFile } from '../../../test/repository/files.js';
import { partsOf, significantLines } from './provider.js';

const examples = listFiles(/^examples\/.*\.yml$/).map(readRepositoryFile);
const pages = listFiles(/^(README|docs\/.*)\.md$/);

/** The YAML blocks of a page that sign a CI in. */
const snippetsOf = (page: string) =>
  [...readRepositoryFile(page).matchAll(/^```yaml\n(.*?)^```$/gms)]
    .map(([, text = '']) => text)
    .filter((text) => /azure\/login@|AzureCLI@|AZURE_ID_TOKEN:/.test(text));

/** Whether all lines of a snippet are lines of the example, in the same order. */
function isExcerpt(snippet: string, example: string): boolean {
  const rest = significantLines(example);
  return significantLines(snippet).every((line) => {
    const index = rest.indexOf(line);
    rest.splice(0, index + 1);
    return index !== -1;
  });
}

test.each(pages)('%s signs CI in as the examples do, line by line', (page) => {
  const others = snippetsOf(page).filter((snippet) => !examples.some((one) => isExcerpt(snippet, one)));
  expect(others).toEqual([]);
});

test.each([
  ['README.md', 1],
  ['docs/ci.md', 3],
  ['docs/getting-started.md', 1],
])('%s shows %i of the examples', (page, count) => {
  expect(snippetsOf(page)).toHaveLength(count);
});

test('docs/ci.md has the lines for existing workflows as the generator prints them', () => {
  const parts = examples.map((example) => `${partsOf(example).join('\n\n')}\n`);
  expect(snippetsOf('docs/ci.md').sort()).toEqual(parts.sort());
});

test.each([
  ['another line', 'on:\n  push:\n  schedule:\n'],
  ['another order', 'jobs:\non:\n'],
])('%s is no excerpt', (_, snippet) => {
  expect(isExcerpt(snippet, examples.find((text) => text.includes('azure/login')) ?? '')).toBe(false);
});
