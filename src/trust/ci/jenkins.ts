import { readVariable, type Environment } from '../../config/environment.js';
import type { CiRun } from './ci-run.js';

const provider = 'Jenkins';

/**
 * Multibranch pipelines (www.jenkins.io/doc/book/pipeline/multibranch/#additional-environment-variables). Other jobs
 * have no `BRANCH_NAME`; plugins that build pull requests have variables of their own.
 *
 * @param env e.g. `BRANCH_NAME=main`; `BRANCH_NAME=PR-7` and `CHANGE_ID=7` for a pull request
 */
export function readJenkins(env: Environment): CiRun | undefined {
  if (readVariable(env, 'JENKINS_URL') === undefined) return undefined;
  const pullRequest =
    readVariable(env, 'CHANGE_ID') ??
    readVariable(env, 'ghprbPullId') ??
    readVariable(env, 'gitlabMergeRequestIid');
  if (pullRequest !== undefined) return { provider, event: 'pull-request', pullRequest };
  const tag = readVariable(env, 'TAG_NAME');
  if (tag !== undefined) return { provider, event: 'tag', tag };
  const branch = readVariable(env, 'BRANCH_NAME');
  return { provider, event: branch === undefined ? 'other' : 'push', branch };
}
