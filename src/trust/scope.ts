import { createHash } from 'node:crypto';

import type { Scope, TrustConfig } from '../config/trust.js';
import type { CiEvent, CiRun } from './ci/ci-run.js';

/** The only scope of a workspace without `trust`. */
export const sharedScope = 'shared';

/** Events that build a branch as it is, without changes that are not merged yet. */
const builds = new Set<CiEvent>(['push', 'schedule', 'manual']);
/** GitHub's merge queue creates a branch for the changes that it tries; other CIs build it as any branch. */
const queue = 'gh-readonly-queue/';

/**
 * The scope of a run. A run is trusted only if that is certain.
 *
 * @param run undefined outside of CI
 * @param user of this machine
 * @returns undefined when it is not known which branch or pull request the run builds
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

/** Whether a pattern matches the branch: `*` stands for a part of a segment, `**` for any segments. */
export function matchesBranch(patterns: readonly string[], branch: string): boolean {
  return patterns.some((pattern) => toRegExp(pattern).test(branch));
}

/** `release/*` → `^release\/[^/]*$` */
function toRegExp(pattern: string): RegExp {
  const source = pattern.replace(/\*\*|\*|[^*]+/g, (part) => stars[part] ?? escape(part));
  return new RegExp(`^${source}$`, 's');
}

const stars: Readonly<Record<string, string>> = { '**': '.*', '*': '[^/]*' };

const escape = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** A longer name is cut: the whole name of a blob has 1,024 characters at most. */
const longest = 100;
const digestLength = 32;

/**
 * A scope as in the names of its blobs: one segment a name, and different scopes never have the same path.
 *
 * `trusted`, `pr/7`, `branch/release~2f1.2`, `local/m~c3~bcller`
 */
export function scopePath(scope: Scope): string {
  return scope.kind === 'trusted' ? scope.kind : `${scope.kind}/${toSegment(scope.name)}`;
}

/** An encoded name never contains `~~`, so a cut name is never that of another branch. */
function toSegment(name: string): string {
  const safe = encode(name);
  if (safe.length <= longest) return safe;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, digestLength);
  return `${safe.slice(0, longest - digestLength - 2)}~~${digest}`;
}

/** Letters, digits, `_`, `-` and inner dots stay; git allows no `~` in names, so few other names are changed. */
function encode(name: string): string {
  return name.replace(/^\.|\.$|[^\w.-]/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `~${byte.toString(16).padStart(2, '0')}`).join(''),
  );
}

/**
 * A scope as people write it, from the names of its blobs. Unprintable characters, and the end of a name that was cut, stay
 * encoded.
 *
 * `trusted`, `pr/7`, `branch/release/1.2`, `local/müller`
 *
 * @returns undefined if the path is not a scope
 */
export function scopeName(path: string): string | undefined {
  if (path === 'trusted' || path === sharedScope) return path;
  const [, kind, name = ''] = /^(branch|tag|pr|local)\/((?!\.)[\w.~-]{1,100}(?<!\.))$/.exec(path) ?? [];
  if (kind === undefined) return undefined;
  const [start = '', ...end] = name.split('~~');
  return `${kind}/${[decode(start), ...end].join('~~')}`;
}

function decode(segment: string): string {
  return segment.replace(/(?:~[0-9a-f]{2})+/g, (bytes) => {
    const text = Buffer.from(bytes.replaceAll('~', ''), 'hex').toString();
    return /[\p{C}\p{Z}\ufffd]/u.test(text.replaceAll(' ', '')) ? bytes : text;
  });
}
