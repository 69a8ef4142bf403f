import type { PipelinePolicy } from '@azure/core-rest-pipeline';

import type { ProxyInForce } from '../config/find-proxy.js';
import { CacheError } from '../errors.js';

/**
 * Goes through a proxy as the SDK does. Its agents are loaded with the first request: they would be a fifth of all that
 * the thread has to load, and most have no proxy.
 *
 * @throws CacheError kind `network` when there is no way through this one
 */
export function throughProxy({ variable, url }: ProxyInForce): PipelinePolicy {
  if (!url) {
    throw new CacheError(`${variable} is not the URL of a proxy; write it as http://host:port`, {
      kind: 'network',
      retryable: false,
    });
  }
  let policy: Promise<PipelinePolicy> | undefined;
  return {
    name: 'throughProxy',
    async sendRequest(request, next) {
      policy ??= import('./proxy-policy.js').then(({ proxyPolicy }) => proxyPolicy());
      return (await policy).sendRequest(request, next);
    },
  };
}
