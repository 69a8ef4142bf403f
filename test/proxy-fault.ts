import type { SeenRequest } from './proxy-request.js';

/** What goes wrong with a request. Offsets are bytes of the response's body. */
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
  // Done to Azure's answer when it is a success; an error passes as it is.
  | { readonly kind: 'hang after headers' }
  | { readonly kind: 'stall'; readonly at: number }
  | { readonly kind: 'cut'; readonly at: number }
  | { readonly kind: 'garbage' }
  | { readonly kind: 'flipped bit'; readonly at: number }
  | { readonly kind: 'truncated'; readonly at: number; readonly contentLength: 'right' | 'wrong' }
  | { readonly kind: 'metadata'; readonly set: Record<string, string> };

/** Which requests go wrong: those that match, after the first `skip` of them, `times` of them (default: all). */
export interface Rule {
  readonly match?: (request: SeenRequest) => boolean;
  readonly skip?: number;
  readonly times?: number;
  readonly fault: Fault;
}

/** The fault of the first rule that applies; every rule counts the requests that match it. */
export function createFaults(rules: readonly Rule[]): (request: SeenRequest) => Fault | undefined {
  const counted = rules.map((rule) => ({ rule, matched: 0 }));
  return (request) => {
    const matching = counted.filter(({ rule }) => rule.match?.(request) ?? true);
    for (const entry of matching) entry.matched += 1;
    return matching.find(({ rule, matched }) => applies(rule, matched))?.rule.fault;
  };
}

function applies({ skip = 0, times = Infinity }: Rule, matched: number): boolean {
  return matched > skip && matched <= skip + times;
}
