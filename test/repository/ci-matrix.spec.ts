import { expect, test } from 'vitest';

import { listFiles, readRepositoryFile } from './files.js';
import { readWorkflow } from './read-workflow.js';

test('CI tests each Node on each system', () => {
  const { test: job } = readWorkflow('.github/workflows/ci.yml').jobs;
  expect(job).toMatchObject({
    strategy: {
      matrix: { os: ['ubuntu-latest', 'windows-latest', 'macos-latest'], node: [20, 22, 24, 26] },
    },
  });
});

test('CI runs all that npm test runs', () => {
  const commands = readRepositoryFile('.github/workflows/ci.yml').match(/npm run .*?(?= #|$)/gm);
  const all = (JSON.parse(readRepositoryFile('package.json')) as { scripts: { test: string } }).scripts.test;
  expect(all.match(/npm run .*?(?= &&|$)/g)).toEqual(commands);
});

test('each suite that npm test leaves out runs at night or on demand', () => {
  const workflows = listFiles(/^\.github\/workflows\//)
    .map(readRepositoryFile)
    .join('\n');
  const { scripts } = JSON.parse(readRepositoryFile('package.json')) as { scripts: Record<string, string> };
  const suites = Object.keys(scripts).filter((name) => name.startsWith('test:'));
  expect(suites.filter((name) => !workflows.includes(`npm run ${name}`))).toEqual([]);
});
