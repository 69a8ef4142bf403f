import { readFileSync } from 'node:fs';

import { readVariable, type Environment } from '../../config/environment.js';
import type { CiEvent, CiRun } from './ci-run.js';

const provider = 'GitHub Actions';

/** Events that build the branch in `GITHUB_REF`. All others run under a branch's name, but may check out anything. */
const onBranch = new Map<string, CiEvent>([
  ['push', 'push'],
  ['schedule', 'schedule'],
  ['workflow_dispatch', 'manual'],
  ['merge_group', 'merge-queue'],
]);

/**
 * docs.github.com/actions/reference/workflows-and-actions/variables and …/events-that-trigger-workflows
 *
 * @param env e.g. `GITHUB_EVENT_NAME=push`, `GITHUB_REF_TYPE=branch`, `GITHUB_REF=refs/heads/main`
 */
export function readGitHubActions(env: Environment): CiRun | undefined {
  if (env['GITHUB_ACTIONS'] !== 'true') return undefined;
  const event = readVariable(env, 'GITHUB_EVENT_NAME') ?? '';
  const ref = readVariable(env, 'GITHUB_REF') ?? '';
  const headRef = readVariable(env, 'GITHUB_HEAD_REF');
  const number = /^refs\/pull\/(\d+)\//.exec(ref)?.[1];
  // `pull_request_target` runs with the base's ref, and often builds the code of the pull request.
  if (event.startsWith('pull_request') || headRef !== undefined || number !== undefined) {
    return { provider, event: 'pull-request', pullRequest: number ?? numberFromPayload(env) };
  }
  if (ref.startsWith('refs/tags/')) return { provider, event: 'tag', tag: ref.slice('refs/tags/'.length) };
  const isBranch = env['GITHUB_REF_TYPE'] === 'branch' && ref.startsWith('refs/heads/');
  const known = isBranch ? onBranch.get(event) : undefined;
  return known
    ? { provider, event: known, branch: ref.slice('refs/heads/'.length) }
    : { provider, event: 'other' };
}

/** The ref of `pull_request_target` is that of the base, so that only the event's payload has the number. */
function numberFromPayload(env: Environment): string | undefined {
  try {
    const payload: unknown = JSON.parse(readFileSync(env['GITHUB_EVENT_PATH'] ?? '', 'utf8'));
    const { pull_request: pullRequest } = Object(payload) as { pull_request?: { number?: unknown } };
    return Number.isInteger(pullRequest?.number) ? String(pullRequest?.number) : undefined;
  } catch {
    return undefined;
  }
}
