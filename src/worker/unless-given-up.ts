import type { OutageBreaker } from './outage-breaker.js';
import type { Outcome } from './protocol.js';

/** Lets go of an upload when the service is given up: the end of the run would wait for it in vain. */
export function unlessGivenUp(breaker: OutageBreaker, upload: Promise<Outcome>): Promise<Outcome> {
  return new Promise((resolve) => {
    const stop = breaker.onOpen(() => {
      resolve({ status: 'skipped' });
    });
    void upload.then(resolve).finally(stop);
  });
}
