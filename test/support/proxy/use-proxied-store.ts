import { afterAll, beforeAll, beforeEach } from 'vitest';
import { startProxiedStore, type ProxiedStore } from './proxied-store.js';

/** One store for a file of tests. Each test begins with a proxy without faults and with all counters at zero. */
export function useProxiedStore(): ProxiedStore {
  let started: ProxiedStore | undefined;
  beforeAll(async () => {
    started = await startProxiedStore();
  });
  beforeEach(() => {
    started?.proxy.reset();
  });
  afterAll(() => started?.close());
  return new Proxy({} as ProxiedStore, {
    get(_, key): unknown {
      if (!started) throw new Error('the store is there from beforeAll on');
      return Reflect.get(started, key) as unknown;
    },
  });
}
