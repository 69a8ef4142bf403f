import { inChunks } from '../bodies.js';
import { createArena, type Arena } from './arena.js';
import { createDice } from './dice.js';
import { hostileArtifact } from './hostile-artifact.js';
import type { HostileCase } from './hostile-case.js';
import { judge, type Finding } from './judge.js';
import { mutateArtifact } from './mutated-artifact.js';
import { makeOriginals, type Original } from './original.js';
import type { Restore } from './restores.js';

/** Which cases: `cases` of them from the index `from` on. The same seed and index are the same case. */
export interface Range {
  readonly seed: number;
  readonly from: number;
  readonly cases: number;
}

/** How one case ended. */
export interface Verdict {
  readonly index: number;
  readonly name: string;
  /** `hit`, or the kind of fault */
  readonly outcome: string;
  readonly findings: readonly (Finding | 'slow')[];
  readonly ms: number;
  /** memory of the process, bytes */
  readonly rss: number;
}

/** Longest that a case may take, ms: what keeps a decoder busy is given up after 3 s. */
const LIMIT = 5_000;

/** Makes one blob after the other and lets each be restored into a cache directory with a canary all around. */
export async function* runCases({ seed, from, cases }: Range, restore: Restore): AsyncGenerator<Verdict> {
  let arena = createArena();
  const originals = await makeOriginals(arena);
  try {
    for (let index = from; index < from + cases; index += 1) {
      const verdict = await runCase({ ...{ seed, index, arena, originals }, restore });
      yield verdict;
      if (verdict.findings.length === 0) continue;
      arena.dispose();
      arena = createArena();
    }
  } finally {
    arena.dispose();
  }
}

interface Run {
  readonly seed: number;
  readonly index: number;
  readonly arena: Arena;
  readonly originals: readonly [Original, ...Original[]];
  readonly restore: Restore;
}

async function runCase({ seed, index, arena, originals, restore }: Run): Promise<Verdict> {
  const dice = createDice(seed, index);
  const hostile = dice.chance(0.5)
    ? mutateArtifact(dice.pick(originals), dice, arena.root)
    : hostileArtifact(dice, arena.root);
  const before = arena.outside();
  const started = performance.now();
  const { cacheDirectory } = arena;
  const outcome = await restore({ blob: toBlob(hostile), cacheDirectory, isSigned: hostile.isSigned });
  const ms = performance.now() - started;
  const findings = judge(hostile, outcome, { arena, before });
  arena.clean();
  return {
    ...{ index, name: hostile.name, ms },
    outcome: outcome.status === 'fault' ? outcome.fault.kind : outcome.status,
    findings: ms > LIMIT ? [...findings, 'slow'] : findings,
    rss: process.memoryUsage.rss(),
  };
}

function toBlob({ body, metadata, chunk }: HostileCase) {
  return { metadata, etag: '"0x1"', size: body.length, chunks: inChunks(body, chunk) };
}
