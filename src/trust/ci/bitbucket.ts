import { readVariable, type Environment } from '../../config/environment.js';
import type { CiRun } from './ci-run.js';

const provider = 'Bitbucket Pipelines';

/**
 * support.atlassian.com/bitbucket-cloud/docs/variables-and-secrets. Scheduled and manual runs look like pushes: they
 * build `BITBUCKET_BRANCH` as well.
 *
 * @param env e.g. `BITBUCKET_BRANCH=main`, and `BITBUCKET_PR_ID=7` for a pull request, whose branch is its source
 */
export function readBitbucket(env: Environment): CiRun | undefined {
  if (readVariable(env, 'BITBUCKET_BUILD_NUMBER') === undefined) return undefined;
  const pullRequest = readVariable(env, 'BITBUCKET_PR_ID');
  if (pullRequest !== undefined) return { provider, event: 'pull-request', pullRequest };
  const tag = readVariable(env, 'BITBUCKET_TAG');
  if (tag !== undefined) return { provider, event: 'tag', tag };
  const branch = readVariable(env, 'BITBUCKET_BRANCH');
  return { provider, event: branch === undefined ? 'other' : 'push', branch };
}
