import { createHash } from 'node:crypto';

import type { Scope } from '../config/trust.js';

/** The one scope of a workspace without `trust`. */
export const sharedScope = 'shared';

/** A longer name is cut: a blob's whole name has 1,024 characters at most. */
const longest = 100;
const digestLength = 32;

/**
 * A scope as the names of its blobs have it: one segment, and no two scopes the same.
 *
 * `trusted`, `pr/7`, `branch/release~2f1.2`, `local/m~c3~bcller`
 */
export function scopePath(scope: Scope): string {
  return scope.kind === 'trusted' ? scope.kind : `${scope.kind}/${toSegment(scope.name)}`;
}

/** Nothing that is made of the rest has `~~`, so that a cut name is never that of another branch. */
function toSegment(name: string): string {
  const safe = encode(name);
  if (safe.length <= longest) return safe;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, digestLength);
  return `${safe.slice(0, longest - digestLength - 2)}~~${digest}`;
}

/** Letters, digits, `_`, `-` and inner dots stay; git has no `~` in its names, so that few others are touched. */
function encode(name: string): string {
  return name.replace(/^\.|\.$|[^\w.-]/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `~${byte.toString(16).padStart(2, '0')}`).join(''),
  );
}

/**
 * A scope as people write it, read from the names of its blobs; undefined for what is no scope. What would not print, and
 * the end of a name that was cut, stays as it is.
 *
 * `trusted`, `pr/7`, `branch/release/1.2`, `local/müller`
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
