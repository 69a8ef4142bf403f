/** Cuts a request off that has been silent for too long. */
export interface StallGuard {
  readonly signal: AbortSignal;
  /** Starts the wait again: the request still moves. */
  readonly touch: () => void;
}

/**
 * Aborts a request that has been silent for `limit` ms; throws ETIMEDOUT then. The SDK has no such limit: its
 * `tryTimeoutInMs` only sets a query parameter, so that a server which never answers, or stops in the middle of a
 * body, holds it for ever.
 */
export async function withStallGuard<T>(
  limit: number,
  request: (guard: StallGuard) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const { signal } = controller;
  const timer = setTimeout(() => {
    controller.abort(Object.assign(new Error(`silent for ${limit} ms`), { code: 'ETIMEDOUT' }));
  }, limit);
  const stalled = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason as Error);
    });
  });
  try {
    return await Promise.race([request({ signal, touch: () => timer.refresh() }), stalled]);
  } finally {
    clearTimeout(timer);
  }
}
