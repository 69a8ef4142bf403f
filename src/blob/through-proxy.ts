import type { Agent } from 'node:http';
import type { PipelinePolicy } from '@azure/core-rest-pipeline';

import type { ProxyInForce } from '../config/find-proxy.js';
import { CacheError } from '../errors.js';

/**
 * Sends requests through a proxy. The SDK's own policy closes the connection after each request. The agents are loaded
 * with the first request: they would be a fifth of all that the thread has to load, and most have no proxy.
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
  let agent: Promise<Agent> | undefined;
  return {
    name: 'throughProxy',
    async sendRequest(request, next) {
      agent ??= import('./proxy-agent.js').then(({ createProxyAgent }) =>
        createProxyAgent(url, new URL(request.url)),
      );
      request.agent = await agent;
      return next(request);
    },
  };
}
