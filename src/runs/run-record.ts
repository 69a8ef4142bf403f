import * as v from 'valibot';

import type { RunReport, RunScopes } from './run-report.js';

/** Artifacts in one record, and bytes of a record that is read: a larger one is not ours. */
const mostArtifacts = 5_000;
const longestRecord = 4 * 1024 * 1024;

const text = v.pipe(v.string(), v.maxLength(1_000));
const count = v.pipe(v.number(), v.minValue(0), v.finite());
const time = v.pipe(
  text,
  v.check((value) => !Number.isNaN(Date.parse(value))),
);
const known = v.object({ schema: v.literal('nx-azure-cache/run-record'), version: v.literal(1) });

/** A record as it is read: an attacker may have written it. Unknown keys, of later versions, are ignored. */
const recordSchema = v.object({
  ...known.entries,
  package: text,
  nx: v.optional(text),
  start: time,
  end: time,
  exitCode: v.number(),
  mode: text,
  scopes: v.object({ reads: v.array(text), writes: v.optional(text) }),
  ci: v.optional(
    v.object({
      provider: text,
      event: text,
      branch: v.optional(text),
      tag: v.optional(text),
      pullRequest: v.optional(text),
      url: v.optional(text),
    }),
  ),
  totals: v.object({
    hits: count,
    misses: count,
    discarded: v.optional(count),
    stored: count,
    present: count,
    skipped: count,
    faults: count,
    bytesIn: count,
    bytesOut: count,
    waitedMs: count,
  }),
  faults: v.array(v.object({ kind: text, count })),
  artifacts: v.pipe(
    v.array(
      v.object({
        operation: v.picklist(['retrieve', 'store']),
        outcome: text,
        hash: text,
        task: v.optional(text),
        project: v.optional(text),
        bytes: v.optional(count),
        ms: v.optional(count),
        buildMs: v.optional(count),
      }),
    ),
    v.maxLength(mostArtifacts),
  ),
  /** artifacts beyond the limit of a record */
  leftOut: v.optional(count),
});

/** The record of a run in the container: its report without messages, paths and names of users. */
export type RunRecord = v.InferOutput<typeof recordSchema>;

/** Makes a record of a report. */
export function toRecord({ artifacts, faults, scopes, ...report }: RunReport): RunRecord {
  const leftOut = artifacts.length - mostArtifacts;
  return {
    ...report,
    schema: 'nx-azure-cache/run-record',
    scopes: withoutUser(scopes),
    faults: faults.map(({ kind, count }) => ({ kind, count })),
    artifacts: artifacts
      .slice(0, mostArtifacts)
      .map(({ operation, outcome, hash, task, project, bytes, ms, buildMs }) => ({
        operation,
        outcome,
        hash,
        task,
        project,
        bytes,
        ms,
        buildMs,
      })),
    ...(leftOut > 0 ? { leftOut } : {}),
  };
}

/** `local/ada` → `local` */
function withoutUser({ reads, writes }: RunScopes): { reads: string[]; writes?: string } {
  const shorten = (scope: string) => scope.replace(/^local\/.*$/s, 'local');
  return { reads: reads.map(shorten), ...(writes === undefined ? {} : { writes: shorten(writes) }) };
}

/** Parses a record; undefined for any other body. */
export function parseRecord(body: Buffer): RunRecord | undefined {
  if (body.length > longestRecord) return undefined;
  try {
    const result = v.safeParse(recordSchema, JSON.parse(body.toString()));
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}
