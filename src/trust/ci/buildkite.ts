import { readVariable, type Environment } from '../../config/environment.js';
import type { CiEvent, CiRun } from './ci-run.js';

const provider = 'Buildkite';

/** `BUILDKITE_SOURCE`; in a build of any other source the branch is a free text of the user who started it. */
const events = new Map<string, CiEvent>([
  ['webhook', 'push'],
  ['schedule', 'schedule'],
]);

/**
 * buildkite.com/docs/pipelines/configure/environment-variables
 *
 * @param env e.g. `BUILDKITE_SOURCE=webhook`, `BUILDKITE_BRANCH=main`, `BUILDKITE_PULL_REQUEST=false` (or its number)
 */
export function readBuildkite(env: Environment): CiRun | undefined {
  if (env['BUILDKITE'] !== 'true') return undefined;
  const pullRequest = readVariable(env, 'BUILDKITE_PULL_REQUEST') ?? '';
  if (/^\d+$/.test(pullRequest)) return { provider, event: 'pull-request', pullRequest };
  const tag = readVariable(env, 'BUILDKITE_TAG');
  if (tag !== undefined) return { provider, event: 'tag', tag };
  const event = events.get(readVariable(env, 'BUILDKITE_SOURCE') ?? '');
  const isSure = pullRequest === 'false' && readVariable(env, 'BUILDKITE_PULL_REQUEST_REPO') === undefined;
  return event && isSure
    ? { provider, event, branch: readVariable(env, 'BUILDKITE_BRANCH') }
    : { provider, event: 'other' };
}
