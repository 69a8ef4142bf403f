import { untrustedEnvironment } from '../../infrastructure/federated-credentials.js';
import type { CiWorkflowOptions } from '../options.js';
import type { Provider } from '../provider.js';
import { createPipeline } from './create.js';
import { envLines, signInLines, trustedName, variableLines } from './pieces.js';
import { planPipeline } from './plan.js';

/** Azure Pipelines. */
export const azure: Provider = {
  newFile: 'azure-pipelines.yml',
  findFiles: (tree) => tree.children('').filter((name) => /^azure-pipelines.*\.ya?ml$/.test(name)),
  plan: planPipeline,
  create: createPipeline,
  byHand,
  nextSteps,
};

function byHand(options: CiWorkflowOptions): string {
  return [
    'variables:',
    ...variableLines(options).map((line) => `  ${line}`),
    'steps:',
    '  # before each step that runs Nx:',
    ...signInLines.map((line) => `  ${line}`),
    '  - script: npx nx …',
    '    env:',
    ...envLines(options).map((line) => `      ${line}`),
  ].join('\n');
}

function nextSteps({ trustedBranches }: CiWorkflowOptions): string[][] {
  const refs = trustedBranches.map((branch) => `refs/heads/${branch}`).join(', ');
  return [
    [
      'Make two service connections (Azure Resource Manager, workload identity federation):',
      `${trustedName}, with the trusted client id; Approvals and checks > Branch control: ${refs}`,
      `${untrustedEnvironment}, with the untrusted client id`,
    ],
    [
      `Make a variable group "${trustedName}" with the same check:`,
      'NX_AZURE_CACHE_SIGNING_KEY, a secret: what npx nx-azure-cache keygen prints',
    ],
  ];
}
