import { expect, test } from 'vitest';

import { generateWorkflow, providers } from '../../../test/ci-workflows/generate.js';
import { readPackageFile } from '../package-file.js';
import { resolveOptions } from './options.js';
import { fillExample, hasPart, partsOf, settingsOf, type Provider } from './provider.js';

const names = ['github', 'azure', 'gitlab'] as const;

test.each(names)('with the defaults and npm, the workflow for %s is the example', (provider) => {
  expect(generateWorkflow({ provider })).toBe(readPackageFile(`examples/${providers[provider].example}`));
});

test('an example without a text that is to be replaced is an error', () => {
  const npm = { manager: 'npm', install: '', nx: '', setUp: undefined, isPinned: false } as const;
  const provider: Provider = { ...providers.github, replacements: () => [['npm i', 'pnpm i']] };
  const options = resolveOptions({ provider: 'github' }, {});
  expect(() => fillExample(provider, options, npm)).toThrow('examples/github-actions.yml lacks "npm i"');
});

test.each([
  ['github', ['id-token: write', 'environment:', '- uses: azure/login@v3', 'env:']],
  ['azure', ['- ${{ if and(', "- ${{ if ne(variables['System.PullRequest.IsFork']", 'env:']],
  ['gitlab', ['id_tokens:', '- |']],
])('each part of the example for %s begins with its place', (provider, starts) => {
  const parts = partsOf(generateWorkflow({ provider }));
  expect(parts).toHaveLength(starts.length);
  for (const [index, part] of parts.entries()) {
    const lines = part.split('\n');
    expect(lines[0]).toMatch(/^# nx-azure-cache, (in|at|after|right before) .*[:,.]$/);
    const first = lines.find((line) => !line.startsWith('#'));
    expect(first?.slice(0, starts[index]?.length)).toBe(starts[index]);
  }
});

test.each(names)('what is no part of the example for %s has nothing of the cache in it', (provider) => {
  const example = generateWorkflow({ provider });
  const inParts = new Set(partsOf(example).flatMap((part) => part.split('\n').map((line) => line.trim())));
  const rest = example
    .split('\n\n')
    .slice(1)
    .join('\n')
    .split('\n')
    .map((line) => line.trim());
  expect(rest.filter((line) => !inParts.has(line)).join('\n')).not.toMatch(/azure|cache(?!: npm)|id-token/i);
});

test('the settings are the comment at the top', () => {
  expect(settingsOf('# In Settings:\n#   NAME: value\n\non: push\n\n# more\n')).toBe(
    'In Settings:\n  NAME: value',
  );
});

const part = '# nx-azure-cache, in it:\nenv:\n  A: b # why\n  C: "##x"';

test.each([
  ['deeper', '      env:\n        A: b\n        C: "##x"\n'],
  ['between others, in another order', 'env:\n  C: "##x"\n  D: e\n  A: b\n'],
  ['with CRLF', 'env:\r\n  A: b\r\n  C: "##x"\r\n'],
  ['with other comments', '# ours\nenv: # mine\n  A: b\n  C: "##x"   # yours\n'],
])('a workflow has a part that is %s', (_, workflow) => {
  expect(hasPart(workflow, part)).toBe(true);
});

test.each([
  ['without one line', 'env:\n  A: b\n'],
  ['with one line commented out', 'env:\n  # A: b\n  C: "##x"\n'],
  ['with another value', 'env:\n  A: bc\n  C: "##x"\n'],
  ['that is empty', ''],
])('a workflow %s lacks the part', (_, workflow) => {
  expect(hasPart(workflow, part)).toBe(false);
});
