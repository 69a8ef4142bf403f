import { clouds } from '../../clouds.js';
import { untrustedEnvironment } from '../../infrastructure/federated-credentials.js';
import type { CiWorkflowOptions } from '../options.js';
import { toRefTest } from '../ref-test.js';

/** The service connection, and the variable group, of trusted runs. */
export const trustedName = 'nx-cache-trusted';

/** The reasons of runs that build the branch which they name. */
const reasons = `in(variables['Build.Reason'], 'IndividualCI', 'BatchedCI', 'Schedule', 'Manual')`;

/** When a run is trusted; settled before it starts. */
export function trustedIf({ trustedBranches }: CiWorkflowOptions): string {
  const tests = trustedBranches.map(toRefTest).map(({ ref, isPrefix }) => {
    return `${isPrefix ? 'startsWith' : 'eq'}(variables['Build.SourceBranch'], '${ref}')`;
  });
  const isTrusted = tests.length === 1 ? tests.join('') : `or(${tests.join(', ')})`;
  return `and(${isTrusted}, ${reasons})`;
}

/** The variable that names the service connection; by it a pipeline of ours is known. */
export const connection = 'cacheConnection';

/** Which connection a run uses, and the group with the signing key; what the sign-in fills in is empty until then. */
export function variableLines(options: CiWorkflowOptions): string[] {
  return [
    '# Trusted runs write the remote cache of Nx that all others read.',
    `- \${{ if ${trustedIf(options)} }}:`,
    `    - group: ${trustedName}`,
    `    - name: ${connection}`,
    `      value: ${trustedName}`,
    '- ${{ else }}:',
    `    - name: ${connection}`,
    `      value: ${untrustedEnvironment}`,
    '- name: cacheClientId # the sign-in fills in these two',
    "  value: ''",
    '- name: cacheTenantId',
    "  value: ''",
  ];
}

/** What the task uses to sign in. */
const connectionValue = `\${{ variables.${connection} }}`;

/** Where the sign-in leaves its token; the agent empties that folder after each job. */
const tokenPath = '$(Agent.TempDirectory)/nx-cache-token';

/**
 * The step that signs in, for each step that runs Nx: the ID token of Azure Pipelines lasts for 10 minutes. Nx runs
 * outside of the task, because the task runs nothing once it has failed to sign in.
 *
 * https://github.com/microsoft/azure-pipelines-tasks/blob/master/Tasks/AzureCLIV3/azureclitask.ts
 * https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Agent.Worker/StepsRunner.cs (a failed step that may
 * fail, one that ran out of its time included, leaves the job "succeeded with issues")
 */
export const signInLines: readonly string[] = [
  "- ${{ if ne(variables['System.PullRequest.IsFork'], 'True') }}: # forks may use no service connection",
  '    - task: AzureCLI@3',
  '      displayName: Sign in to Azure for the remote cache of Nx',
  '      continueOnError: true # no cache is no reason to fail',
  '      timeoutInMinutes: 5 # nor to wait',
  '      inputs:',
  `        azureSubscription: ${connectionValue}`,
  '        scriptType: bash',
  '        scriptLocation: inlineScript',
  '        addSpnToEnvironment: true',
  '        allowNoSubscriptions: true',
  '        inlineScript: |',
  `          (umask 077 && printf %s "$idToken" > "${tokenPath}")`,
  '          echo "##vso[task.setvariable variable=cacheClientId]$servicePrincipalId"',
  '          echo "##vso[task.setvariable variable=cacheTenantId]$tenantId"',
];

/** By it a step is known that has what the sign-in leaves. */
export const tokenFile = 'AZURE_FEDERATED_TOKEN_FILE';

/** The variables of a step that runs Nx. They are its own: other steps of the job keep the identity that they have. */
export const envLines = ({ cloud }: CiWorkflowOptions): string[] => [
  'AZURE_TOKEN_CREDENTIALS: WorkloadIdentityCredential # never the identity of the agent',
  'AZURE_CLIENT_ID: $(cacheClientId)',
  'AZURE_TENANT_ID: $(cacheTenantId)',
  `${tokenFile}: ${tokenPath}`,
  ...(cloud === 'public' ? [] : [`AZURE_AUTHORITY_HOST: ${clouds[cloud].authority}`]),
  `\${{ if eq(variables.${connection}, '${trustedName}') }}:`,
  '  NX_AZURE_CACHE_SIGNING_KEY: $(NX_AZURE_CACHE_SIGNING_KEY)',
];
