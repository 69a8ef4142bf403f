import { readVariable, type Environment } from '../../config/environment.js';
import type { CiEvent, CiRun } from './ci-run.js';

const provider = 'Azure Pipelines';

/** `BUILD_REASON`; a build that another pipeline or resource has triggered may have been triggered by any code. */
const events = new Map<string, CiEvent>([
  ['IndividualCI', 'push'],
  ['BatchedCI', 'push'],
  ['Schedule', 'schedule'],
  ['Manual', 'manual'],
]);

/**
 * learn.microsoft.com/azure/devops/pipelines/build/variables
 *
 * @param env e.g. `BUILD_REASON=IndividualCI`, `BUILD_SOURCEBRANCH=refs/heads/main`
 */
export function readAzurePipelines(env: Environment): CiRun | undefined {
  if (env['TF_BUILD']?.toLowerCase() !== 'true') return undefined;
  const reason = readVariable(env, 'BUILD_REASON') ?? '';
  const ref = readVariable(env, 'BUILD_SOURCEBRANCH') ?? '';
  const number = pullRequestNumber(env, ref);
  if (number !== undefined || reason === 'PullRequest') {
    return { provider, event: 'pull-request', pullRequest: number };
  }
  if (ref.startsWith('refs/tags/')) return { provider, event: 'tag', tag: ref.slice('refs/tags/'.length) };
  const event = ref.startsWith('refs/heads/') ? events.get(reason) : undefined;
  return event ? { provider, event, branch: ref.slice('refs/heads/'.length) } : { provider, event: 'other' };
}

/** `…NUMBER` is GitHub's number, where `…ID` is an id of Azure's; for Azure Repos there is only the id. */
function pullRequestNumber(env: Environment, ref: string): string | undefined {
  return (
    readVariable(env, 'SYSTEM_PULLREQUEST_PULLREQUESTNUMBER') ??
    /^refs\/pull\/(\d+)\//.exec(ref)?.[1] ??
    readVariable(env, 'SYSTEM_PULLREQUEST_PULLREQUESTID')
  );
}
