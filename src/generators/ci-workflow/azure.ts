import { clouds } from '../clouds.js';
import type { CiCommands } from './ci-commands.js';
import { listBranches, testBranches, type CiWorkflowOptions } from './options.js';
import type { Provider, Replacement } from './provider.js';

/**
 * Azure Pipelines. Nx runs outside of the task that signs in, because the task runs nothing once its sign-in has failed;
 * and right after it, because the ID token lasts for 10 minutes.
 *
 * https://github.com/microsoft/azure-pipelines-tasks/blob/master/Tasks/AzureCLIV3/azureclitask.ts
 * https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Agent.Worker/StepsRunner.cs (a step with
 * `continueOnError` that fails or times out leaves the job "succeeded with issues")
 */
export const azure: Provider = {
  example: 'azure-pipelines.yml',
  newFile: 'azure-pipelines.yml',
  findFiles: (tree) => tree.children('').filter((name) => /^azure-pipelines.*\.ya?ml$/.test(name)),
  replacements: (options, commands) => [
    ['origin/main', `origin/${mainBranch(options)}`],
    ['  - main\n', listBranches(options, '  ')],
    [
      'Branch control: refs/heads/main',
      `Branch control: ${options.trustedBranches.map((branch) => `refs/heads/${branch}`).join(', ')}`,
    ],
    ["eq(variables['Build.SourceBranch'], 'refs/heads/main')", trustedIf(options)],
    ...cloudReplacements(options),
    ['  - script: npm ci\n', installSteps(commands)],
    ['npx nx affected', `${commands.nx} affected`],
  ],
};

/** The branch that pull requests are compared with. */
const mainBranch = ({ trustedBranches }: CiWorkflowOptions) =>
  trustedBranches.find((branch) => !branch.includes('*')) ?? 'main';

const trustedIf = (options: CiWorkflowOptions) =>
  testBranches(options, {
    equals: (ref) => `eq(variables['Build.SourceBranch'], ${ref})`,
    startsWith: (ref) => `startsWith(variables['Build.SourceBranch'], ${ref})`,
    anyOf: (tests) => `or(${tests.join(', ')})`,
  });

function cloudReplacements({ cloud }: CiWorkflowOptions): Replacement[] {
  if (cloud === 'public') return [];
  const tenant = '      AZURE_TENANT_ID: $(cacheTenantId)\n';
  return [[tenant, `${tenant}      AZURE_AUTHORITY_HOST: ${clouds[cloud].authority}\n`]];
}

const installSteps = ({ setUp, install }: CiCommands) =>
  [setUp, install].map((command) => (command === undefined ? '' : `  - script: ${command}\n`)).join('');
