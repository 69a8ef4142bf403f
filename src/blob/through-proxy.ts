import type { PipelinePolicy } from '@azure/core-rest-pipeline';

import { CacheError } from '../errors.js';
import type { ProxyInForce } from '../config/find-proxy.js';

/**
 * The SDK's way through a proxy, a fifth of what the thread would have to load, once the first request is sent.
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
