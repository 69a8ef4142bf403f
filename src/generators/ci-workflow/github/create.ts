import type { CiWorkflowOptions } from '../options.js';
import type { CiCommands } from '../ci-commands.js';
import { environmentLines, signInLines, tokenLine, variableLines } from './pieces.js';

/** A workflow that runs what is affected, on pushes to trusted branches and on pull requests. */
export function createWorkflow(options: CiWorkflowOptions, commands: CiCommands): string {
  return [
    'name: CI',
    '',
    'on:',
    '  push:',
    '    branches:',
    ...options.trustedBranches.map(
      (branch) => `      - ${/^\w[\w./-]*$/.test(branch) ? branch : `'${branch}'`}`,
    ),
    '  pull_request:',
    '',
    'jobs:',
    '  main:',
    '    runs-on: ubuntu-latest',
    '    permissions:',
    '      actions: read # the last run that succeeded, to compare with',
    '      contents: read',
    `      ${tokenLine}`,
    ...indent(4, environmentLines(options)),
    '    steps:',
    ...indent(6, steps(options, commands)),
    '',
  ].join('\n');
}

function steps(options: CiWorkflowOptions, commands: CiCommands): string[] {
  return [
    '- uses: actions/checkout@v7',
    '  with:',
    '    fetch-depth: 0 # what is affected is found by comparing commits',
    '    filter: tree:0',
    ...tools(commands),
    `- run: ${commands.install}`,
    '- uses: nrwl/nx-set-shas@v5',
    '',
    ...signInLines(options),
    `- run: ${commands.nx} affected -t lint test build`,
    '  env:',
    ...indent(4, [...variableLines.values()]),
  ];
}

function tools({ manager, setUp, isPinned }: CiCommands): string[] {
  const node = ['- uses: actions/setup-node@v7', '  with:', '    node-version: 22'];
  const cache = [`    cache: ${manager}`];
  if (manager === 'bun') return [...node, '- uses: oven-sh/setup-bun@v2'];
  if (manager === 'pnpm')
    return [
      '- uses: pnpm/action-setup@v6',
      ...(isPinned ? [] : ['  with:', '    version: 10']),
      ...node,
      ...cache,
    ];
  return [...(setUp === undefined ? [] : [`- run: ${setUp}`]), ...node, ...cache];
}

const indent = (columns: number, lines: readonly string[]) =>
  lines.map((line) => (line === '' ? '' : ' '.repeat(columns) + line));
