import type { Fault, Rule } from '../../../test/support/proxy/proxy-fault.js';

const status = (code: number, error: string): Fault => ({ kind: 'status', status: code, code: error });

/** Requests that fail, so that asking again helps. */
const failures: readonly Fault[] = [
  status(500, 'InternalError'),
  status(502, ''),
  status(503, 'ServerBusy'),
  status(429, ''),
  { kind: 'reset' },
  { kind: 'cut', at: 50 },
  { kind: 'truncated', at: 50, contentLength: 'right' },
];

/** Faults that a retry does not heal: the run cannot use the artifact. */
const harms: readonly Fault[] = [
  { kind: 'hang before headers' },
  { kind: 'hang after headers' },
  { kind: 'garbage' },
  { kind: 'flipped bit', at: 60 },
  { kind: 'metadata', set: { sha256: '0'.repeat(64) } },
  { kind: 'metadata', set: { codec: 'lzma' } },
];

/** Every request goes wrong with this probability, in one of the ways. */
export const failing = (probability: number) => rulesOf(failures, probability);
export const failingOrHarmed = (probability: number) => rulesOf([...failures, ...harms], probability);

/** The first rule that strikes wins, so that later ones strike a little more often than their share. */
function rulesOf(faults: readonly Fault[], probability: number): Rule[] {
  return faults.map((fault, i) => {
    const share = probability / faults.length;
    return { fault, probability: share / (1 - i * share) };
  });
}
