import { readVariable, type Environment } from '../../config/environment.js';
import type { CiEvent, CiRun } from './ci-run.js';

const provider = 'GitLab CI/CD';

/** `CI_PIPELINE_SOURCE`; a pipeline that another one, an API or a chat has started may build any code. */
const events = new Map<string, CiEvent>([
  ['push', 'push'],
  ['schedule', 'schedule'],
  ['web', 'manual'],
]);

/**
 * docs.gitlab.com/ci/variables/predefined_variables
 *
 * @param env e.g. `CI_PIPELINE_SOURCE=push`, and `CI_COMMIT_BRANCH=main`, which merge requests and tags do not have
 */
export function readGitLab(env: Environment): CiRun | undefined {
  if (env['GITLAB_CI'] !== 'true') return undefined;
  const source = readVariable(env, 'CI_PIPELINE_SOURCE') ?? '';
  const number =
    readVariable(env, 'CI_MERGE_REQUEST_IID') ?? readVariable(env, 'CI_EXTERNAL_PULL_REQUEST_IID');
  if (number !== undefined || source.endsWith('_request_event')) {
    return { provider, event: 'pull-request', pullRequest: number };
  }
  const tag = readVariable(env, 'CI_COMMIT_TAG');
  if (tag !== undefined) return { provider, event: 'tag', tag };
  return { provider, event: events.get(source) ?? 'other', branch: readVariable(env, 'CI_COMMIT_BRANCH') };
}
