import {
  Agent,
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerDamaged, answerInstead, isBeforeAzure, type Answer } from './proxy-answer.js';
import { createFaults, type Rule } from './proxy-fault.js';
import { seenRequest, type SeenRequest } from './proxy-request.js';

export interface Proxy {
  /** The account's URL through the proxy. */
  readonly url: string;
  /** Every request so far, in the order of arrival. */
  readonly requests: readonly SeenRequest[];
  /** Replaces the rules, their counts, and forgets the requests so far. */
  reset(rules?: readonly Rule[]): void;
  close(): Promise<void>;
}

export interface ProxyOptions {
  /** The account's URL, e.g. `http://127.0.0.1:41233/devstoreaccount1`. */
  readonly target: string;
  /** Added to every request, ms; requests do not wait for each other. */
  readonly latency?: number;
  readonly rules?: readonly Rule[];
}

/** Stands between the package and Azurite: counts, delays and, by rule, breaks requests. */
export async function startProxy({ target, latency = 0, rules = [] }: ProxyOptions): Promise<Proxy> {
  const requests: SeenRequest[] = [];
  let faultOf = createFaults(rules);
  const forward = createForward(new URL(target));
  const server = createServer((request, response) => {
    const seen = seenRequest(request);
    requests.push(seen);
    void answer(request, response, { fault: faultOf(seen), latency, forward });
  });
  const { port } = await listen(server);
  return {
    url: `http://127.0.0.1:${port}${new URL(target).pathname}`,
    requests,
    reset: (next = []) => {
      requests.length = 0;
      faultOf = createFaults(next);
    },
    close: async () => {
      server.closeAllConnections();
      forward.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  {
    fault,
    latency,
    forward,
  }: { fault: ReturnType<ReturnType<typeof createFaults>>; latency: number; forward: Forward },
): Promise<void> {
  // Azurite may answer before it has read all; what is left would block the next request on the connection.
  response.once('finish', () => request.unpipe().resume());
  if (latency > 0) await sleep(latency);
  if (fault !== undefined && isBeforeAzure(fault)) {
    request.resume();
    answerInstead(fault, response);
    return;
  }
  try {
    const upstream = await forward.send(request);
    if (fault === undefined || !isSuccess(upstream)) passOn(upstream, response);
    else answerDamaged(fault, await whole(upstream), response);
  } catch {
    response.destroy(); // either side went away; the other one learns it the same way
  }
}

const isSuccess = ({ statusCode = 0 }: IncomingMessage) => statusCode >= 200 && statusCode < 300;

function passOn(upstream: IncomingMessage, response: ServerResponse): void {
  response.writeHead(upstream.statusCode ?? 502, upstream.headers);
  upstream.on('error', () => response.destroy());
  upstream.pipe(response);
}

async function whole(upstream: IncomingMessage): Promise<Answer> {
  const headers = upstream.headers as Answer['headers'];
  return { status: upstream.statusCode ?? 502, headers, body: await buffer(upstream) };
}

interface Forward {
  send(request: IncomingMessage): Promise<IncomingMessage>;
  close(): void;
}

function createForward({ hostname, port }: URL): Forward {
  const agent = new Agent({ keepAlive: true });
  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        const { method, url: path, headers } = request;
        const upstream = httpRequest({ agent, hostname, port, method, path, headers }, resolve);
        upstream.on('error', reject);
        request.on('error', () => upstream.destroy());
        request.pipe(upstream);
      }),
    close: () => {
      agent.destroy();
    },
  };
}

async function listen(server: Server): Promise<AddressInfo> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server.address() as AddressInfo;
}
