import type { Readable } from 'node:stream';
import type { PipelineResponse } from '@azure/core-rest-pipeline';

import type { ProxySettings } from '../config/find-proxy.js';
import { createConnection, shortLimits } from './connection.js';
import { createContainer } from './container.js';

/** How a service responds, whatever the status. */
export interface ServiceInfo {
  readonly status: number;
  /** whether Azure Storage responds, and not e.g. a proxy in between */
  readonly isAzure: boolean;
  /** how far the service's clock is ahead of this machine's, ms, to about a second; undefined when it shows none */
  readonly clockSkew: number | undefined;
  /** how long it took */
  readonly ms: number;
}

/**
 * Requests the list of containers without a credential, on the way of all requests. The refusal is a response.
 *
 * @throws CacheError when there is none
 */
export async function pingService(url: string, proxy: ProxySettings | undefined): Promise<ServiceInfo> {
  const service = createConnection(createContainer({ url, proxy }), { container: '', limits: shortLimits });
  return service.send('read', async ({ send }) => {
    const started = Date.now();
    const response = await anyResponse(send({ method: 'GET', query: { comp: 'list' } }));
    return toServiceInfo(response, started, Date.now());
  });
}

async function anyResponse(sent: Promise<PipelineResponse>): Promise<PipelineResponse> {
  try {
    const response = await sent;
    (response.readableStreamBody as Readable | undefined)?.destroy();
    return response;
  } catch (error) {
    const { response } = Object(error) as { response?: PipelineResponse };
    if (response) return response;
    throw error;
  }
}

function toServiceInfo({ status, headers }: PipelineResponse, started: number, ended: number): ServiceInfo {
  const date = Date.parse(headers.get('date') ?? '');
  return {
    status,
    isAzure: headers.has('x-ms-request-id') || headers.has('x-ms-error-code'),
    clockSkew: Number.isNaN(date) ? undefined : date - (started + ended) / 2,
    ms: ended - started,
  };
}
