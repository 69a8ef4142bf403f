import type { Attempt, LiveScope } from './availability.js';
import type { Outcome } from './protocol.js';
import { concernOf, toFault } from './to-fault.js';

/**
 * The one place where an error becomes a fault, which is never a hit. The promise is never rejected.
 *
 * @param redact removes secrets from messages
 */
export async function toOutcome(
  attempt: Attempt,
  redact: (text: string) => string,
  work: () => Promise<Outcome>,
): Promise<Outcome> {
  try {
    const outcome = await work();
    attempt.succeeded();
    return outcome;
  } catch (error) {
    const fault = toFault(error, attempt.operation);
    attempt.failed({ kind: fault.kind, concerns: concernOf(error) });
    return { status: 'fault', fault: { ...fault, message: redact(fault.message) } };
  }
}

/**
 * Asks a service that was given up whether it is back, if a probe is due. No request waits for the answer: a dead service
 * costs a run its time once, not once every 30 s.
 */
export function probeService({ availability, blobs, nameOf }: LiveScope, hash: string): void {
  if (!availability.takeProbe()) return;
  void toOutcome(availability.begin('retrieve'), String, async () => {
    await blobs.download(nameOf(hash));
    return { status: 'miss' };
  });
}
