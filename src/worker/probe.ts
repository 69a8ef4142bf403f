import type { Shelf } from './shelf.js';
import { concernOf, toFault } from './to-fault.js';

/**
 * Asks a service that was given up whether it is back, when it is time for that. Nobody waits for the answer: a dead
 * service costs a run its time once, not once every pause.
 */
export function probe({ gate, blobs, nameOf }: Shelf, hash: string): void {
  if (gate.breaker.takeProbe()) void ask();

  async function ask(): Promise<void> {
    try {
      await blobs.download(nameOf(hash));
      gate.succeeded('retrieve');
    } catch (error) {
      const { kind } = toFault(error, 'retrieve');
      gate.failed('retrieve', { kind, concerns: concernOf(error) }, gate.breaker.successes);
    }
  }
}
