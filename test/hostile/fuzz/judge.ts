import { lstatSync } from 'node:fs';
import { join, normalize, sep } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import type { Outcome } from '../../../src/worker/protocol.js';
import { snapshot } from '../snapshot.js';
import type { Content, HostileCase } from './hostile-case.js';
import { hash, type Sandbox } from './sandbox.js';

/** The findings that must never occur; each one fails the run. */
export type Finding = (typeof findings)[number];

const findings = [
  'escape',
  'leftover',
  'wrong content',
  'more than declared',
  'special bits',
  'defect',
] as const;

/** The sandbox, and the files around the cache directory before a case. */
export interface Witness {
  readonly sandbox: Sandbox;
  readonly before: Record<string, string>;
}

/** Compares the files after a case with the files before it, and with the results that the case allows. */
export function judge(hostile: HostileCase, outcome: Outcome, { sandbox, before }: Witness): Finding[] {
  const restored = readRestored(sandbox);
  return [
    ...judgeOutside(before, sandbox.outside()),
    ...(outcome.status === 'fault' && outcome.fault.kind === 'internal' ? (['defect'] as const) : []),
    ...(outcome.status === 'hit'
      ? judgeHit(hostile, { ...outcome.artifact, outputs: restored ?? {} }, sandbox)
      : restored === undefined
        ? []
        : (['leftover'] as const)),
  ];
}

/** A staging folder beside the artifact is a leftover, all else that changed is an escape. */
function judgeOutside(before: Record<string, string>, after: Record<string, string>): Finding[] {
  const paths = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changed = [...paths].filter((path) => before[path] !== after[path]);
  return [...new Set(changed.map((path) => (path.includes('.nx-azure-cache-') ? 'leftover' : 'escape')))];
}

function readRestored({ cacheDirectory }: Sandbox): Record<string, string> | undefined {
  const folder = join(cacheDirectory, hash);
  return lstatSync(folder, { throwIfNoEntry: false }) && snapshot(folder);
}

function judgeHit({ only, metadata, isSigned }: HostileCase, hit: Content, sandbox: Sandbox): Finding[] {
  const checks: Record<string, boolean> = {
    'wrong content': only !== undefined && !isSame(hit, only, isSigned),
    'more than declared': sizeOf(sandbox, hit) > Number(metadata['size']),
    'special bits': Object.values(hit.outputs).some((text) => /^(?:file|folder) \d{4}/.test(text)),
    escape: leaves(hit.outputs),
  };
  return findings.filter((finding) => checks[finding]);
}

/** Without a signature, the exit code comes from the metadata. */
function isSame({ code, terminalOutput, outputs }: Content, only: Content, withCode: boolean): boolean {
  return isDeepStrictEqual({ code, terminalOutput, outputs }, withCode ? only : { ...only, code });
}

function sizeOf({ cacheDirectory }: Sandbox, { outputs }: Content): number {
  const files = Object.keys(outputs).filter((path) => outputs[path]?.startsWith('file'));
  return files.reduce((sum, path) => sum + lstatSync(join(cacheDirectory, hash, path)).size, 0);
}

/** Whether a link leads out of the artifact, followed step by step through the other links. */
function leaves(restored: Record<string, string>): boolean {
  return Object.keys(restored).some((path) => follow(path, restored, 40) === undefined);
}

/** Where a path leads within the artifact; undefined for "out of it". A loop of links leads nowhere, so not out. */
function follow(path: string, restored: Record<string, string>, left: number): string | undefined {
  if (left === 0) return '';
  let at = '';
  for (const step of path.split(sep)) {
    const next = normalize(join(at, step));
    if (next === '..' || next.startsWith(`..${sep}`)) return undefined;
    const target = /^link to (.*)$/s.exec(restored[next] ?? '')?.[1];
    if (target?.startsWith('/')) return undefined;
    const reached = target === undefined ? next : follow(`${at}/${target}`, restored, left - 1);
    if (reached === undefined) return undefined;
    at = reached;
  }
  return at;
}
