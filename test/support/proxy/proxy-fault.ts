import { createHash } from 'node:crypto';
import type { SeenRequest } from './proxy-request.js';

/** The fault of a request. Offsets are bytes of the response's body. */
export type Fault =
  // Answered by the proxy; Azure never sees the request.
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly code: string;
      readonly headers?: Record<string, string>;
    }
  | { readonly kind: 'hang before headers' }
  | { readonly kind: 'reset' }
  // The proxy stops listening: connections break, new ones are refused. After `downFor` ms (default: never) it returns.
  | { readonly kind: 'death'; readonly downFor?: number }
  // Applies to Azure's successful answers; errors pass unchanged unless the rule sets `errors`.
  | { readonly kind: 'hang after headers' }
  | { readonly kind: 'stall'; readonly at: number }
  | { readonly kind: 'cut'; readonly at: number }
  // All of it, in 20 pieces, one every so many ms.
  | { readonly kind: 'slow drip'; readonly every: number }
  | { readonly kind: 'garbage' }
  | { readonly kind: 'flipped bit'; readonly at: number }
  | { readonly kind: 'truncated'; readonly at: number; readonly contentLength: 'right' | 'wrong' }
  // Declares a length that is wrong by this number of bytes; 100 % of the body follows.
  | { readonly kind: 'wrong length'; readonly by: number }
  // Sends the same answer a second time on the same connection, without a second request.
  | { readonly kind: 'duplicated' }
  | { readonly kind: 'metadata'; readonly set: Record<string, string> };

/**
 * Which requests go wrong: those that match, after the first `skip` of them, `times` of them (default: all), each with
 * the probability (default: 1).
 */
export interface Rule {
  readonly match?: (request: SeenRequest) => boolean;
  readonly skip?: number;
  readonly times?: number;
  readonly probability?: number;
  /** Whether Azure's errors are damaged too, e.g. the 404 of a miss. */
  readonly errors?: boolean;
  readonly fault: Fault;
}

/** Finds the first rule that applies; every rule counts the requests that match it. */
export function createFaults(
  rules: readonly Rule[],
  seed: number,
): (request: SeenRequest) => Rule | undefined {
  const counted = rules.map((rule, i) => ({ rule, matched: 0, chance: createChance(`${seed} ${i}`) }));
  return (request) => {
    const matching = counted.filter(({ rule }) => rule.match?.(request) ?? true);
    for (const entry of matching) entry.matched += 1;
    return matching.find(
      ({ rule, matched, chance }) =>
        applies(rule, matched) && (rule.probability === undefined || chance(request) < rule.probability),
    )?.rule;
  };
}

function applies({ skip = 0, times = Infinity }: Rule, matched: number): boolean {
  return matched > skip && matched <= skip + times;
}

/**
 * Draws from [0, 1) by the seed and by the request's position among those of its blob: the same requests fail in
 * every order of arrival.
 */
function createChance(seed: string): (request: SeenRequest) => number {
  const asked = new Map<string, number>();
  return ({ kind, blob, block = 0 }) => {
    const key = `${kind} ${blob} ${block}`;
    const nth = (asked.get(key) ?? 0) + 1;
    asked.set(key, nth);
    const digest = createHash('sha256').update(`${seed} ${key} ${nth}`).digest();
    return digest.readUInt32BE() / 2 ** 32;
  };
}
