import type { Gate } from './gate.js';
import type { Outcome } from './protocol.js';
import { concernOf, toFault } from './to-fault.js';

export interface GuardOptions {
  readonly gate: Gate;
  readonly operation: 'retrieve' | 'store';
  /** takes secrets out of what the user is told */
  readonly redact: (text: string) => string;
  /** the breaker's `successes` when the request began */
  readonly seen: number;
}

/** The one place where what went wrong becomes a fault, which is never a hit. The promise is never rejected. */
export async function guard(options: GuardOptions, work: () => Promise<Outcome>): Promise<Outcome> {
  const { gate, operation, redact, seen } = options;
  try {
    const outcome = await work();
    gate.succeeded(operation);
    return outcome;
  } catch (error) {
    const fault = toFault(error, operation);
    gate.failed(operation, { kind: fault.kind, concerns: concernOf(error) }, seen);
    return { status: 'fault', fault: { ...fault, message: redact(fault.message) } };
  }
}
