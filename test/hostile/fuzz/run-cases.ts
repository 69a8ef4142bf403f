import { inChunks } from '../bodies.js';
import { hostileArtifact } from './hostile-artifact.js';
import type { HostileCase } from './hostile-case.js';
import { judge, type Finding } from './judge.js';
import { mutateArtifact } from './mutated-artifact.js';
import { makeOriginals, type Original } from './original.js';
import { createCaseRandom } from './random.js';
import type { Restore } from './restores.js';
import { createSandbox, type Sandbox } from './sandbox.js';

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

/** Longest duration of a case, ms: a busy decoder is stopped after 3 s. */
const slowFrom = 5_000;

/** Makes one blob after the other and lets each be restored into a cache directory with a canary all around. */
export async function* runCases({ seed, from, cases }: Range, restore: Restore): AsyncGenerator<Verdict> {
  let sandbox = createSandbox();
  const originals = await makeOriginals(sandbox);
  try {
    for (let index = from; index < from + cases; index += 1) {
      const verdict = await runCase({ seed, index, sandbox, originals, restore });
      yield verdict;
      if (verdict.findings.length === 0) continue;
      sandbox.dispose();
      sandbox = createSandbox();
    }
  } finally {
    sandbox.dispose();
  }
}

interface Run {
  readonly seed: number;
  readonly index: number;
  readonly sandbox: Sandbox;
  readonly originals: readonly [Original, ...Original[]];
  readonly restore: Restore;
}

async function runCase({ seed, index, sandbox, originals, restore }: Run): Promise<Verdict> {
  const random = createCaseRandom(seed, index);
  const hostile = random.chance(0.5)
    ? mutateArtifact(random.pick(originals), random, sandbox.root)
    : hostileArtifact(random, sandbox.root);
  const before = sandbox.outside();
  const started = performance.now();
  const { cacheDirectory } = sandbox;
  const outcome = await restore({ blob: toBlob(hostile), cacheDirectory, isSigned: hostile.isSigned });
  const ms = performance.now() - started;
  const findings = judge(hostile, outcome, { sandbox, before });
  sandbox.clean();
  return {
    index,
    name: hostile.name,
    ms,
    outcome: outcome.status === 'fault' ? outcome.fault.kind : outcome.status,
    findings: ms > slowFrom ? [...findings, 'slow'] : findings,
    rss: process.memoryUsage.rss(),
  };
}

function toBlob({ body, metadata, chunk }: HostileCase) {
  return { metadata, etag: '"0x1"', size: body.length, chunks: inChunks(body, chunk) };
}
