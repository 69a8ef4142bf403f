import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { createDefaultHttpClient, type HttpClient, type PipelineRequest } from '@azure/core-rest-pipeline';

/**
 * ms. The machine itself, or its host, serves managed identities. `@azure/identity` waits for one second when it only probes
 * the instance metadata service (imdsMsi.js), and without end when it asks for the token.
 */
const usual = 3_000;

/**
 * The HTTP client of the credential chain. It gives up a service of managed identities that has not given a token in time,
 * with all repetitions and the pauses that the service asks for, so that the next credential has its turn.
 */
export function createTokenClient(limit = usual, client = createDefaultHttpClient()): HttpClient {
  const limited = new WeakSet<PipelineRequest>();
  return {
    sendRequest(request) {
      // A repetition is the same request.
      if (!limited.has(request) && isForManagedIdentity((name) => request.headers.has(name))) {
        limited.add(request);
        abortAfter(limit, request);
      }
      return client.sendRequest(request);
    },
  };
}

/** Not by `request.timeout`, which ends with the headers of a response and starts again with each repetition. */
function abortAfter(limit: number, request: PipelineRequest): void {
  const controller = new AbortController();
  const abort = () => {
    controller.abort();
  };
  request.abortSignal?.addEventListener('abort', abort);
  request.abortSignal = controller.signal;
  setTimeout(abort, limit).unref();
}

/**
 * Whether a request asks for the token of a managed identity: the instance metadata service, Azure Arc and Cloud Shell want
 * the header `Metadata`, App Service wants `X-IDENTITY-HEADER`, Service Fabric and Azure Machine Learning want `secret`
 * (ManagedIdentitySources of @azure/msal-node). A probe has none of them.
 */
const isForManagedIdentity = (has: (header: string) => boolean): boolean =>
  ['metadata', 'x-identity-header', 'secret'].some(has);

/** The response of a token service. */
export interface TokenAnswer {
  readonly host: string;
  readonly status: number;
  /** from a service of managed identities, on the machine or near it, and not from Entra ID itself */
  readonly managed: boolean;
  /** from the instance metadata service, whose address exists on machines of other clouds as well */
  readonly metadata: boolean;
}

/**
 * Watches the token services that are asked by HTTP, by Node's own channel: not all credentials of the chain use the client
 * that is handed to it.
 */
export function watchTokenServices(): {
  readonly last: () => TokenAnswer | undefined;
  /** the host of a service of managed identities that was asked for a token and has not answered */
  readonly silent: () => string | undefined;
  readonly end: () => void;
} {
  let answer: TokenAnswer | undefined;
  let asked: ClientRequest | undefined;
  const noteRequest = (message: unknown) => {
    const { request } = message as Pick<Exchange, 'request'>;
    if (isForManagedIdentity((name) => request.hasHeader(name))) asked = request;
  };
  const noteAnswer = (message: unknown) => {
    const exchange = message as Exchange;
    if (exchange.request === asked) asked = undefined;
    answer = readAnswer(exchange) ?? answer;
  };
  subscribe(started, noteRequest);
  subscribe(answered, noteAnswer);
  return {
    last: () => answer,
    silent: () => asked && String(asked.getHeader('host')),
    end: () => {
      unsubscribe(started, noteRequest);
      unsubscribe(answered, noteAnswer);
    },
  };
}

/** nodejs.org/api/diagnostics_channel.html#http */
const started = 'http.client.request.start';
const answered = 'http.client.response.finish';

interface Exchange {
  readonly request: ClientRequest;
  readonly response: IncomingMessage;
}

/** Undefined for requests to the container, which name their version and may be under way at the same time. */
function readAnswer({ request, response }: Exchange): TokenAnswer | undefined {
  const host = request.getHeader('host');
  const status = response.statusCode;
  if (typeof host !== 'string' || status === undefined || request.hasHeader('x-ms-version')) return undefined;
  // With the origin in front for a proxy.
  const metadata = /^(http:\/\/[^/]+)?\/metadata\/identity\//.test(request.path);
  const managed = isForManagedIdentity((name) => request.hasHeader(name));
  // The probe of `@azure/identity` has no such header, so that it is refused.
  return metadata && !managed ? undefined : { host, status, managed, metadata };
}
