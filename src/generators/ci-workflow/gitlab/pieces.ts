import { clouds } from '../../clouds.js';
import type { CiWorkflowOptions } from '../options.js';

/** Pipelines that build the branch which they name. */
const sources = ['push', 'schedule', 'web'];

/** The variable that the job's token is in. */
export const idToken = 'AZURE_ID_TOKEN';

/** What asks for a token that Azure takes. */
export const idTokenLines = ({ cloud }: CiWorkflowOptions): string[] => [
  `${idToken}:`,
  `  aud: ${clouds[cloud].audience}`,
];

/** By it a script is known that signs in. */
export const tokenFile = 'AZURE_FEDERATED_TOKEN_FILE';

/**
 * The lines of a script that sign in. The identity is the untrusted one, in `AZURE_CLIENT_ID`, but for trusted
 * branches; that of a runner in Azure is never taken. None of them can fail, with or without the variables.
 */
export function signInLines({ trustedBranches, cloud }: CiWorkflowOptions): string[] {
  const trusted = trustedBranches.flatMap((branch) => sources.map((source) => `${source}/${branch}`));
  return [
    '# Signs in to Azure, for the remote cache of Nx. Forks have no client id: they build with their local cache.',
    '- |',
    '  case "$CI_PIPELINE_SOURCE/$CI_COMMIT_BRANCH" in',
    `    ${trusted.join(' | ')}) export AZURE_CLIENT_ID="$AZURE_TRUSTED_CLIENT_ID" ;;`,
    '    *) unset NX_AZURE_CACHE_SIGNING_KEY ;;',
    '  esac',
    `- export ${tokenFile}="$(mktemp)"`,
    `- printf %s "$${idToken}" > "$${tokenFile}"`,
    '- export AZURE_TOKEN_CREDENTIALS=WorkloadIdentityCredential',
    ...(cloud === 'public' ? [] : [`- export AZURE_AUTHORITY_HOST=${clouds[cloud].authority}`]),
  ];
}
