import type { Scope, TrustConfig } from '../config/trust.js';
import { matchesBranch } from './branch-pattern.js';
import type { CiEvent, CiRun } from './ci-run.js';

/** Events that build a branch as it is, without anything that is not merged yet. */
const builds = new Set<CiEvent>(['push', 'schedule', 'manual']);
/** GitHub's merge queue makes a branch for what it tries; other CIs build it as any branch. */
const queue = 'gh-readonly-queue/';

/**
 * Where a run's artifacts belong. What is not surely trusted is not trusted; undefined when it is not even known whose
 * code a run builds.
 *
 * @param run undefined outside of CI
 * @param user who works on this machine
 */
export function resolveScope(
  { branches, override }: Pick<TrustConfig, 'branches' | 'override'>,
  run: CiRun | undefined,
  user: string,
): Scope | undefined {
  if (override) return override;
  if (!run) return { kind: 'local', name: user };
  const { event, branch, tag, pullRequest } = run;
  if (event === 'pull-request') return named('pr', pullRequest);
  if (event === 'tag') return named('tag', tag);
  if (branch === undefined) return undefined;
  const isTrusted = builds.has(event) && !branch.startsWith(queue) && matchesBranch(branches, branch);
  return isTrusted ? { kind: 'trusted' } : named('branch', branch);
}

const named = (kind: 'branch' | 'tag' | 'pr', name: string | undefined): Scope | undefined =>
  name === undefined ? undefined : { kind, name };
