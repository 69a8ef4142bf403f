import { parseMetadata, type ArtifactMetadata } from '../../artifact/artifact-metadata.js';
import type { ListedBlob } from '../../blob/blob-inventory.js';
import { blobName } from '../../blob/blob-name.js';
import type { CacheMode } from '../../config/mode.js';
import { describeAccess, scopesOf, type Access, type ScopeAccess } from '../../trust/access.js';
import { scopeName } from '../../trust/scope.js';
import { createVerifier } from '../../trust/signature.js';
import { messageOf } from '../shared/messages.js';
import type { Workspace } from '../shared/workspace.js';
import type { LastTask } from './last-run.js';

/** What is known of a hash. */
export interface Explanation {
  readonly hash: string;
  /** undefined with `--hash` */
  readonly task: LastTask | undefined;
  /** e.g. `reads trusted and pr/7, writes pr/7` */
  readonly access: string;
  /** for each scope that a run like this one reads, in its order */
  readonly findings: readonly ScopeState[];
  readonly verdict: Verdict;
}

/** Whether a scope has an artifact for a hash. */
export type ScopeState = {
  readonly scope: string;
  readonly container: string;
} & (
  | { readonly status: 'absent' }
  | { readonly status: 'unreadable'; readonly reason: string }
  | ({ readonly status: 'unusable'; readonly reason: string } & Stored)
  | ({ readonly status: 'usable'; readonly signature: string } & Stored)
);

interface Stored {
  /** of the body */
  readonly bytes: number;
  /** ISO 8601 */
  readonly modified: string;
  /** empty if unknown */
  readonly producer: string;
}

/** What a run like this one would do with the task, if its local cache has no outputs. */
export interface Verdict {
  readonly outcome: 'hit' | 'miss' | 'not asked';
  /** a sentence */
  readonly reason: string;
}

/** Looks for an artifact where a run like this one would. */
export async function explainHash(
  workspace: Workspace,
  hash: string,
  task: LastTask | undefined,
): Promise<Explanation> {
  const { config, access } = workspace;
  const findings = await Promise.all(scopesOf(access).map((place) => examine(place, hash, workspace)));
  const verdict = decide({ findings, mode: config.mode, access, task });
  return { hash, task, access: describeAccess(access), findings, verdict };
}

/** Examines one artifact as a lookup does, without its body. Never throws. */
async function examine(place: ScopeAccess, hash: string, { config, open }: Workspace): Promise<ScopeState> {
  const where = { scope: scopeName(place.scope) ?? place.scope, container: place.container };
  try {
    const name = blobName({ prefix: config.prefix, scope: place.scope, hash });
    const blob = await (await open(place)).head(name);
    return { ...where, ...(blob ? examineBlob(place, hash, blob) : { status: 'absent' }) };
  } catch (error) {
    return { ...where, status: 'unreadable', reason: messageOf(error) };
  }
}

function examineBlob({ scope, publicKeys }: ScopeAccess, hash: string, blob: ListedBlob) {
  const { size: bytes, metadata } = blob;
  const producer = metadata['producer'] ?? '';
  const stored = { bytes, modified: new Date(blob.modified).toISOString(), producer };
  let parsed: ArtifactMetadata;
  try {
    parsed = parseMetadata(metadata);
  } catch (error) {
    return { status: 'unusable', ...stored, reason: messageOf(error) } as const;
  }
  if (publicKeys.length === 0) return { status: 'usable', ...stored, signature: 'not required' } as const;
  const problem = createVerifier(publicKeys)({ ...parsed, scope, hash }, parsed);
  if (problem !== undefined) return { status: 'unusable', ...stored, reason: problem } as const;
  return { status: 'usable', ...stored, signature: `valid, by the key "${parsed.keyid ?? ''}"` } as const;
}

interface Facts extends Pick<Explanation, 'findings' | 'task'> {
  readonly mode: CacheMode;
  readonly access: Access;
}

/** Decides as a run does: the first scope with a usable artifact counts. */
function decide(facts: Facts): Verdict {
  if (!facts.mode.read)
    return { outcome: 'not asked', reason: 'The mode is no-cache: nothing is retrieved.' };
  const hit = facts.findings.find((finding) => finding.status === 'usable');
  if (!hit) return { outcome: 'miss', reason: `${whyMissed(facts)} ${whatThen(facts)}` };
  return { outcome: 'hit', reason: `It would be retrieved from ${hit.scope}.${doubt(hit.modified, facts)}` };
}

/** Whether this system can hold the outputs shows only when they are retrieved. If it cannot, each run is a miss. */
function doubt(modified: string, { task }: Facts): string {
  const { cacheStatus, startTime = '' } = task ?? {};
  if (cacheStatus !== 'cache-miss' || !(Date.parse(modified) < Date.parse(startTime))) return '';
  return ' But the last run here missed it, although it was stored before: read the end of the log of that run. If this system cannot hold the outputs, the task runs here each time.';
}

function whyMissed({ findings, task }: Facts): string {
  if (findings.some(({ status }) => status === 'unreadable')) return 'Not every scope could be read.';
  if (findings.some(({ status }) => status === 'unusable')) return 'The stored artifact is not used.';
  if (task?.code !== undefined && task.code !== 0) return 'The task failed, and failures are not stored.';
  if (task?.cacheStatus === 'cache-miss') return notStored;
  return task ? 'It is not stored (any more), but this machine has it.' : 'It is not stored.';
}

const notStored =
  'No run has stored it, not even the last run here: the target may not be cached ("cache": true), the upload may have failed, or the artifact was pruned.';

function whatThen({ mode, access }: Facts): string {
  if (!mode.write) return 'It would be built but not stored: the mode is read-only.';
  if (access.refusal !== undefined) return `It would be built but not stored: ${access.refusal}.`;
  return `It would be built, and stored in ${access.own?.scope ?? 'no scope'}.`;
}
