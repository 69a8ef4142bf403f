import type { CiWorkflowOptions } from '../options.js';
import type { CiCommands } from '../ci-commands.js';
import { envLines, signInLines, variableLines } from './pieces.js';

/** A pipeline that runs what is affected, on pushes to trusted branches and on pull requests. */
export function createPipeline(options: CiWorkflowOptions, commands: CiCommands): string {
  const run = `${commands.nx} affected -t lint test build`;
  return [
    'name: CI',
    '',
    'trigger:',
    ...options.trustedBranches.map((branch) => `  - '${branch}'`),
    'pr:',
    "  - '*'",
    '',
    'variables:',
    ...indent(2, [...variableLines(options), ...base(options)]),
    '',
    'pool:',
    '  vmImage: ubuntu-latest',
    '',
    'steps:',
    ...indent(2, [...checkout, ...install(commands), ...signInLines, ...nxStep(run, options)]),
    '',
  ].join('\n');
}

/** With what Nx compares, in a variable that it reads. */
function base({ trustedBranches }: CiWorkflowOptions): string[] {
  const branch = trustedBranches.find((branch) => !branch.includes('*')) ?? 'main';
  return [
    "- ${{ if eq(variables['Build.Reason'], 'PullRequest') }}:",
    '    - name: NX_BASE',
    `      value: origin/${branch}`,
    '- ${{ else }}:',
    '    - name: NX_BASE',
    '      value: HEAD~1',
  ];
}

const checkout = [
  '- checkout: self',
  '  fetchDepth: 0 # what is affected is found by comparing commits',
  '  fetchFilter: tree:0',
  '- task: UseNode@1',
  '  inputs:',
  '    version: 22.x',
];

const install = ({ setUp, install }: CiCommands) => [
  ...(setUp === undefined ? [] : [`- script: ${setUp}`]),
  `- script: ${install}`,
];

const nxStep = (run: string, options: CiWorkflowOptions) => [
  `- script: ${run}`,
  '  env:',
  ...indent(4, envLines(options)),
];

const indent = (columns: number, lines: readonly string[]) => lines.map((line) => ' '.repeat(columns) + line);
