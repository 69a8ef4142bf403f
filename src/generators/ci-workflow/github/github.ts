import { untrustedEnvironment } from '../../infrastructure/federated-credentials.js';
import type { CiWorkflowOptions } from '../options.js';
import type { Provider } from '../provider.js';
import { createWorkflow } from './create.js';
import { environmentLines, signingKey, signInLines, tokenLine, variableLines } from './pieces.js';
import { planWorkflow } from './plan.js';

const folder = '.github/workflows';

/** GitHub Actions. */
export const github: Provider = {
  newFile: `${folder}/ci.yml`,
  findFiles: (tree) =>
    tree
      .children(folder)
      .filter((name) => /\.ya?ml$/.test(name))
      .map((name) => `${folder}/${name}`),
  plan: planWorkflow,
  create: createWorkflow,
  byHand,
  nextSteps,
};

function byHand(options: CiWorkflowOptions): string {
  return [
    '# in each job that runs Nx, beside what it has:',
    'permissions:',
    '  contents: read',
    `  ${tokenLine}`,
    ...environmentLines(options),
    'steps:',
    '  # before the first step that runs Nx, after the dependencies are installed:',
    ...signInLines(options).map((line) => `  ${line}`),
    '  # at each step that runs Nx:',
    '  - run: npx nx …',
    '    env:',
    ...[...variableLines.values()].map((line) => `      ${line}`),
  ].join('\n');
}

function nextSteps({ githubEnvironment, trustedBranches }: CiWorkflowOptions): string[][] {
  return [
    [
      `In Settings > Environments, make "${githubEnvironment}" and limit it to the branches ${trustedBranches.join(', ')}:`,
      'AZURE_CLIENT_ID, a variable: the trusted client id',
      `${signingKey}, a secret: what npx nx-azure-cache keygen prints`,
    ],
    [
      `Make "${untrustedEnvironment}", without limits:`,
      'AZURE_CLIENT_ID, a variable: the untrusted client id',
    ],
    ['In Settings > Secrets and variables > Actions > Variables:', 'AZURE_TENANT_ID: the same everywhere'],
  ];
}
