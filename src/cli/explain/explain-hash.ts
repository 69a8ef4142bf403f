import { blobName } from '../../blob/blob-name.js';
import { describeAccess, scopesOf } from '../../trust/access.js';
import type { Workspace } from '../container/workspace.js';
import { inspectPlace, type Finding } from './inspect-place.js';
import type { LastTask } from './last-run.js';
import { judge, type Verdict } from './verdict.js';

/** What is known of a hash. */
export interface Explanation {
  readonly hash: string;
  /** undefined: only the hash was given */
  readonly task: LastTask | undefined;
  /** e.g. `reads trusted and pr/7, writes pr/7` */
  readonly access: string;
  /** of each scope that a run like this one reads, in its order */
  readonly findings: readonly Finding[];
  readonly verdict: Verdict;
}

/** Looks for an artifact where a run like this one would. */
export async function explainHash(
  { config, access, open }: Workspace,
  hash: string,
  task: LastTask | undefined,
): Promise<Explanation> {
  const { prefix, mode } = config;
  const findings = await Promise.all(
    scopesOf(access).map((place) =>
      inspectPlace(place, { hash, name: blobName({ prefix, scope: place.scope, hash }), open }),
    ),
  );
  const verdict = judge({ findings, mode, access, task });
  return { hash, task, access: describeAccess(access), findings, verdict };
}
