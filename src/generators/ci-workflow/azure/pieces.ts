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

/** Which connection a run uses, and the group with the signing key. */
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
  ];
}

/** A list item, or a key, for pull requests of forks: they may use no service connection. */
export const inForks = "${{ if eq(variables['System.PullRequest.IsFork'], 'True') }}";

/** What a task uses to sign in. */
export const connectionValue = `\${{ variables.${connection} }}`;

/**
 * The inputs of a task inside of which Nx finds a session. An ID token of Azure Pipelines lasts for 10 minutes, and the
 * session with it, unless it is renewed.
 *
 * https://learn.microsoft.com/azure/devops/pipelines/tasks/reference/azure-cli-v2
 */
export const inputLines: readonly string[] = [
  `azureSubscription: ${connectionValue}`,
  'scriptType: bash',
  'scriptLocation: inlineScript',
  'keepAzSessionActive: true # for longer than 10 minutes',
];

/** The signing key, which only trusted runs get. */
export const signingKeyLines: readonly string[] = [
  `\${{ if eq(variables.${connection}, '${trustedName}') }}:`,
  '  NX_AZURE_CACHE_SIGNING_KEY: $(NX_AZURE_CACHE_SIGNING_KEY)',
];

/** The same where a step has no variables yet. */
export const signingKeyEnvLines: readonly string[] = [
  signingKeyLines[0] ?? '',
  '  env:',
  ...signingKeyLines.slice(1).map((line) => `  ${line}`),
];
