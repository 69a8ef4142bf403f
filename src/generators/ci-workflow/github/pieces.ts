import { clouds } from '../../clouds.js';
import { untrustedEnvironment } from '../../infrastructure/federated-credentials.js';
import type { CiWorkflowOptions } from '../options.js';
import { toRefTest } from '../ref-test.js';

/** Jobs of which the environment is the trusted one: https://docs.github.com/actions/reference/security/oidc */
const events = `contains(fromJSON('["push","schedule","workflow_dispatch"]'), github.event_name)`;

/** The name of the environment that a job asks for; whether it gets it, the environment's branch rules say. */
export function environmentName({ trustedBranches, githubEnvironment }: CiWorkflowOptions): string {
  const tests = trustedBranches.map(toRefTest).map(({ ref, isPrefix }) => {
    return isPrefix ? `startsWith(github.ref, '${ref}')` : `github.ref == '${ref}'`;
  });
  const isTrusted = tests.length === 1 ? tests.join('') : `(${tests.join(' || ')})`;
  return `\${{ ${isTrusted} && ${events} && '${githubEnvironment}' || '${untrustedEnvironment}' }}`;
}

/** The environment of a job: from it come the client id and, on trusted branches, the signing key. */
export function environmentLines(options: CiWorkflowOptions): string[] {
  return [
    'environment:',
    `  name: ${environmentName(options)}`,
    '  deployment: false # no entry in the list of deployments',
  ];
}

/** The client id that a job signs in with; by it a step of ours is known. */
export const clientId = '${{ vars.AZURE_CLIENT_ID }}';

/** When a job signs in: not before the variable is there, and not in forks, which get no token. */
export const signsInIf = '${{ vars.AZURE_CLIENT_ID && !github.event.pull_request.head.repo.fork }}';

/** The step that signs in. */
export function signInLines({ cloud }: CiWorkflowOptions): string[] {
  const { environment, audience } = clouds[cloud];
  return [
    '# Signs in to Azure, for the remote cache of Nx. Forks get no token: they build with their local cache.',
    '- uses: azure/login@v3',
    `  if: ${signsInIf}`,
    '  continue-on-error: true # no cache is no reason to fail',
    '  timeout-minutes: 5 # nor to wait',
    '  with:',
    `    client-id: ${clientId}`,
    '    tenant-id: ${{ vars.AZURE_TENANT_ID }}',
    '    allow-no-subscriptions: true',
    ...(cloud === 'public' ? [] : [`    environment: ${environment}`, `    audience: ${audience}`]),
  ];
}

/** The variable that only trusted jobs find filled: the secret belongs to their environment. */
export const signingKey = 'NX_AZURE_CACHE_SIGNING_KEY';

/**
 * The variables of a step that runs Nx, name → line. azure/login leaves a session of the Azure CLI; without the first, the
 * identity of a self-hosted runner in Azure would be taken before it.
 */
export const variableLines: ReadonlyMap<string, string> = new Map([
  [
    'AZURE_TOKEN_CREDENTIALS',
    'AZURE_TOKEN_CREDENTIALS: AzureCliCredential # never the identity of the runner',
  ],
  [signingKey, `${signingKey}: \${{ secrets.${signingKey} }}`],
]);

/** The right to ask for a token. */
export const tokenLine = 'id-token: write # a token to sign in to Azure with';
