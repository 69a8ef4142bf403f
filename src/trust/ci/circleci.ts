import { readVariable, type Environment } from '../../config/environment.js';
import type { CiRun } from './ci-run.js';

const provider = 'CircleCI';

/** Projects whose builds report pull requests; those of the GitHub App, GitLab and Bitbucket Data Center do not. */
const reportsPullRequests = /^https:\/\/[^/]+\/(gh|github|bb|bitbucket)\//;

/**
 * circleci.com/docs/variables. Scheduled and manual runs look like pushes: they build `CIRCLE_BRANCH` as well.
 *
 * @param env e.g. `CIRCLE_BRANCH=main`; with an open pull request of that branch also
 *   `CIRCLE_PULL_REQUEST=https://github.com/acme/web/pull/7`; for one of a fork `CIRCLE_BRANCH=pull/7`
 */
export function readCircleCI(env: Environment): CiRun | undefined {
  if (env['CIRCLECI'] !== 'true') return undefined;
  const branch = readVariable(env, 'CIRCLE_BRANCH');
  const request =
    readVariable(env, 'CIRCLE_PR_NUMBER') ??
    readVariable(env, 'CIRCLE_PULL_REQUEST') ??
    readVariable(env, 'CIRCLE_PULL_REQUESTS') ??
    /^pull\/\d+/.exec(branch ?? '')?.[0];
  if (request !== undefined) {
    return { provider, event: 'pull-request', pullRequest: /\d+$/.exec(request)?.[0] };
  }
  const tag = readVariable(env, 'CIRCLE_TAG');
  if (tag !== undefined) return { provider, event: 'tag', tag };
  const isSure = branch !== undefined && reportsPullRequests.test(env['CIRCLE_BUILD_URL'] ?? '');
  return isSure ? { provider, event: 'push', branch } : { provider, event: 'other' };
}
