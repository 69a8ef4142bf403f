import type { Readable } from 'node:stream';
import type { PipelineResponse } from '@azure/core-rest-pipeline';

import { createContainer } from './container.js';
import { createRequests, impatient } from './requests.js';

/** How a service answers, whatever it says. */
export interface Greeting {
  readonly status: number;
  /** whether it is Azure Storage that answers, and not e.g. a proxy in between */
  readonly isAzure: boolean;
  /** how far the service's clock is ahead of this machine's, ms, to about a second; undefined when it shows none */
  readonly ahead: number | undefined;
  /** how long it took */
  readonly ms: number;
}

/**
 * Asks a service for a list of its containers, without a credential, by the way that all requests go. It is refused, and
 * that is an answer.
 *
 * @throws CacheError when there is none
 */
export async function knock(url: string): Promise<Greeting> {
  const service = createContainer({ url });
  const requests = createRequests({ account: new URL(url).host, container: '' }, () => undefined, impatient);
  return requests.send('read', async ({ signal }) => {
    const started = Date.now();
    const response = await anyAnswer(
      service.send({ method: 'GET', name: '', query: { comp: 'list' }, headers: {}, signal }),
    );
    return toGreeting(response, started, Date.now());
  });
}

async function anyAnswer(sent: Promise<PipelineResponse>): Promise<PipelineResponse> {
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

function toGreeting({ status, headers }: PipelineResponse, started: number, ended: number): Greeting {
  const date = Date.parse(headers.get('date') ?? '');
  return {
    status,
    isAzure: headers.has('x-ms-request-id') || headers.has('x-ms-error-code'),
    ahead: Number.isNaN(date) ? undefined : date - (started + ended) / 2,
    ms: ended - started,
  };
}
