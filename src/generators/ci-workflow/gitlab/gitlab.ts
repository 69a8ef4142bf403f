import type { CiWorkflowOptions } from '../options.js';
import type { Provider } from '../provider.js';
import { createGitLab } from './create.js';
import { idTokenLines, signInLines } from './pieces.js';
import { planGitLab } from './plan.js';

const file = '.gitlab-ci.yml';

/** GitLab. */
export const gitlab: Provider = {
  newFile: file,
  findFiles: (tree) => (tree.exists(file) ? [file] : []),
  plan: planGitLab,
  create: createGitLab,
  byHand,
  nextSteps,
};

function byHand(options: CiWorkflowOptions): string {
  return [
    '# in each job that runs Nx:',
    'id_tokens:',
    ...idTokenLines(options).map((line) => `  ${line}`),
    'script:',
    '  # before the first command that runs Nx, after the dependencies are installed:',
    ...signInLines(options).map((line) => `  ${line}`),
  ].join('\n');
}

function nextSteps({ trustedBranches }: CiWorkflowOptions): string[][] {
  return [
    [
      `In Settings > Repository, protect the branches ${trustedBranches.join(', ')}: only they get protected variables.`,
    ],
    [
      'In Settings > CI/CD > Variables:',
      'AZURE_CLIENT_ID: the untrusted client id',
      'AZURE_TRUSTED_CLIENT_ID, protected: the trusted client id',
      'AZURE_TENANT_ID: the same everywhere',
      'NX_AZURE_CACHE_SIGNING_KEY, protected and masked: what npx nx-azure-cache keygen prints',
    ],
  ];
}
