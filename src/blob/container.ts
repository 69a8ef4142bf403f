import type { Agent } from 'node:http';
import {
  createDefaultHttpClient,
  createEmptyPipeline,
  createHttpHeaders,
  createPipelineRequest,
  RestError,
  type PipelinePolicy,
  type PipelineRequest,
  type PipelineResponse,
} from '@azure/core-rest-pipeline';

import { version } from '../../package.json';
import { proxyFor, type ProxySettings } from '../config/find-proxy.js';
import { CacheError } from '../errors.js';

/**
 * Any version from 2020-04-08 on has all that is used here: a batch about one container came with it. Azurite and the
 * public and the sovereign clouds serve this one. Azure Stack Hub ends at older ones and refuses it with
 * `InvalidHeaderValue` (learn.microsoft.com/azure-stack/user/azure-stack-acs-differences, "API version").
 */
const apiVersion = '2023-11-03';

/** A request about one blob, or about the container. */
export interface BlobRequest {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  /** of the blob; the container itself where there is none */
  readonly name?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** a function where it is streamed; `content-length` is among the headers then */
  readonly body?: Buffer | string | (() => NodeJS.ReadableStream);
}

/**
 * A container, and the credential for requests to it. Thinner than the SDK's client, which costs twice the CPU a request and
 * four times the time to load (docs/performance.md); connections, proxies, TLS and signatures are the SDK's.
 */
export interface Container {
  /** without a query, where a SAS would be */
  readonly url: string;
  /** @throws RestError, also for every response that is no success */
  send(request: BlobRequest, signal: AbortSignal): Promise<PipelineResponse>;
  /** Signs a request that is sent as a part of another one. Sends nothing. */
  prepare(request: Pick<BlobRequest, 'method' | 'name' | 'headers'>): Promise<PreparedRequest>;
}

/** A request as the body of another one has it. */
export interface PreparedRequest {
  readonly method: BlobRequest['method'];
  /** path and query */
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

export interface ContainerOptions {
  readonly url: string;
  /** added to every URL; without a question mark */
  readonly sas?: string;
  /** signs requests */
  readonly authorize?: PipelinePolicy;
  readonly proxy: ProxySettings | undefined;
}

/** @throws CacheError kind `network` when the address of the proxy is invalid */
export function createContainer({ url, sas, authorize, proxy }: ContainerOptions): Container {
  const client = createDefaultHttpClient();
  const pipeline = createEmptyPipeline();
  const proxyInForce = proxyFor(url, proxy);
  if (proxyInForce) pipeline.addPolicy(proxyPolicy(proxyInForce));
  if (authorize) pipeline.addPolicy(authorize);
  return {
    url,
    async send({ method, name = '', query, headers, body }, signal) {
      const request = createPipelineRequest({
        url: blobUrl(url, name, [new URLSearchParams(query).toString(), sas]),
        method,
        headers: createHttpHeaders({ ...common, 'x-ms-date': new Date().toUTCString(), ...headers }),
        abortSignal: signal,
        allowInsecureConnection: true,
        streamResponseStatusCodes,
        ...(body !== undefined && { body }),
      });
      const response = await pipeline.sendRequest(client, request);
      if (response.status >= 300) throw refusal(response);
      return response;
    },
    async prepare({ method, name = '', headers }) {
      const dated = createHttpHeaders({ 'x-ms-date': new Date().toUTCString(), ...headers });
      const request = createPipelineRequest({ url: blobUrl(url, name, [sas]), method, headers: dated });
      await authorize?.sendRequest(request, sendNothing);
      const { pathname, search } = new URL(request.url);
      return { method, target: `${pathname}${search}`, headers: [...request.headers] };
    },
  };
}

/** Ends the way of a request that is only signed. */
const sendNothing = (request: PipelineRequest): Promise<PipelineResponse> =>
  Promise.resolve({ request, status: 200, headers: createHttpHeaders() });

const common = { 'x-ms-version': apiVersion, 'user-agent': `nx-azure-cache/${version}` };
/** All other bodies are short. */
const streamResponseStatusCodes = new Set([200, 206]);

function blobUrl(container: string, name: string, query: readonly (string | undefined)[]): string {
  const path = name.split('/').map(encodeURIComponent).join('/');
  const search = query.filter((part) => part !== undefined && part !== '').join('&');
  return `${container}${path === '' ? '' : `/${path}`}${search === '' ? '' : `?${search}`}`;
}

function refusal(response: PipelineResponse): RestError {
  const { status: statusCode, headers } = response;
  return new RestError(headers.get('x-ms-error-code') ?? String(statusCode), { statusCode, response });
}

/**
 * Sends requests through a proxy. The SDK's own policy closes the connection after each request. The agents are loaded with
 * the first request: they would be a fifth of all that the thread has to load, and most machines have no proxy.
 */
function proxyPolicy({ variable, url }: NonNullable<ReturnType<typeof proxyFor>>): PipelinePolicy {
  if (!url) {
    throw new CacheError(`${variable} is not the URL of a proxy; set it to http://host:port`, {
      kind: 'network',
      retryable: false,
    });
  }
  let agent: Promise<Agent> | undefined;
  return {
    name: 'proxyPolicy',
    async sendRequest(request, next) {
      agent ??= import('./proxy-agent.js').then(({ createProxyAgent }) =>
        createProxyAgent(url, new URL(request.url)),
      );
      request.agent = await agent;
      return next(request);
    },
  };
}
