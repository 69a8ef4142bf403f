/** Alone here, so that the agents become a chunk of their own in the bundle. */
import type { Agent } from 'node:http';
import { HttpProxyAgent } from 'http-proxy-agent';
import { HttpsProxyAgent } from 'https-proxy-agent';

/**
 * Connections are kept: a new one is a CONNECT and a TLS handshake, three round trips before the request. The bound is
 * above all that this package sends at once (48 lookups in each of two scopes, 4 large artifacts in 4 ranges), so that no
 * request waits here, where its timer would run.
 */
const options = { keepAlive: true, maxSockets: 128 };

/** Connects to a service through a proxy: by a tunnel, or for plain HTTP by requests to the proxy itself. */
export function createProxyAgent(proxy: URL, service: URL): Agent {
  if (service.protocol !== 'https:') return new HttpProxyAgent(proxy, options);
  // By itself it guesses from the stack, guesses differently once the tunnel exists, and never reuses a kept connection.
  return Object.assign(new HttpsProxyAgent(proxy, options), { isSecureEndpoint: () => true });
}
