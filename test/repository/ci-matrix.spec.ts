import { expect, test } from 'vitest';

import { listNodes, nodeForNx } from '../../src/nx/nx-version.js';
import { listFiles, manifest, readRepositoryFile } from './files.js';
import { readWorkflow } from './read-workflow.js';

const lines = nodeForNx.flatMap(({ node }) => node.map((line) => Number.parseInt(line)));
const supported = [...new Set(lines)].sort((one, other) => one - other);

test('CI tests each Node on each system', () => {
  const { test: job } = readWorkflow('.github/workflows/ci.yml').jobs;
  expect(job?.strategy?.matrix).toEqual({
    os: ['ubuntu-latest', 'windows-latest', 'macos-latest'],
    node: supported,
  });
});

test('the lowest Node of the table is the one that package.json asks for', () => {
  expect(manifest.engines.node).toBe(`>=${supported[0]}`);
});

test('the README has the table of Nx and Node', () => {
  const rows = [...readRepositoryFile('README.md').matchAll(/^\| ([\d, ]+?) +\| ([\d+., ]+?) +\|$/gm)];
  expect(rows.map(([, nx, node]) => [nx, node])).toEqual(
    nodeForNx.map(({ nx, node }) => [nx.join(', '), listNodes(node)]),
  );
});

test('CI runs all that npm test runs', () => {
  const commands = readRepositoryFile('.github/workflows/ci.yml').match(/npm run .*?(?= #|$)/gm);
  expect(manifest.scripts['test']?.match(/npm run .*?(?= &&|$)/g)).toEqual(commands);
});

test('each suite that npm test leaves out runs at night or on demand', () => {
  const workflows = listFiles(/^\.github\/workflows\//)
    .map(readRepositoryFile)
    .join('\n');
  const suites = Object.keys(manifest.scripts).filter((name) => name.startsWith('test:'));
  expect(suites.filter((name) => !workflows.includes(`npm run ${name}`))).toEqual([]);
});
