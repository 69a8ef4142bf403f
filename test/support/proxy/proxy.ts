import {
  Agent,
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerDamaged, answerInstead, isBeforeAzure, type Answer } from './proxy-answer.js';
import { createFaults, type Fault, type Rule } from './proxy-fault.js';
import { seenRequest, type SeenRequest } from './proxy-request.js';

export interface Proxy {
  /** The account's URL through the proxy. */
  readonly url: string;
  /** Every request so far, in the order of arrival. */
  readonly requests: readonly SeenRequest[];
  /** How many requests went wrong so far. */
  readonly faults: number;
  /** Replaces the rules, their counts, and forgets the requests so far; a dead proxy is not brought back. */
  reset(rules?: readonly Rule[], seed?: number): void;
  close(): Promise<void>;
}

export interface ProxyOptions {
  /** The account's URL, e.g. `http://127.0.0.1:41233/devstoreaccount1`. */
  readonly target: string;
  /** Added to every request, ms; requests do not wait for each other. */
  readonly latency?: number;
  readonly rules?: readonly Rule[];
  /** Of the rules with a probability. */
  readonly seed?: number;
  /** Speaks https then. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Asks for this token, and goes on with a SAS instead: Azurite has no Entra ID. */
  readonly bearer?: { readonly token: string; readonly sas: string };
}

/** Stands between the package and Azurite: counts, delays and, by rule, breaks requests. */
export async function startProxy(options: ProxyOptions): Promise<Proxy> {
  const { target, latency = 0, rules = [], seed = 1, tls, bearer } = options;
  const requests: SeenRequest[] = [];
  let faults = 0;
  let underWay = 0;
  let ruleOf = createFaults(rules, seed);
  const forward = createForward(new URL(target), bearer);
  const server = tls ? createTlsServer(tls) : createServer();
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const seen = seenRequest(request, underWay++);
    response.once('close', () => underWay--);
    requests.push(seen);
    const rule = ruleOf(seen);
    if (rule) faults += 1;
    if (rule?.fault.kind === 'death') void die(server, rule.fault);
    else void answer(request, response, { rule, latency, forward });
  });
  const { port } = await listen(server, 0);
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}${new URL(target).pathname}`,
    requests,
    get faults() {
      return faults;
    },
    reset: (next = [], nextSeed = seed) => {
      requests.length = 0;
      faults = 0;
      ruleOf = createFaults(next, nextSeed);
    },
    close: async () => {
      server.closeAllConnections();
      forward.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Of several requests that were to kill it, the first one has. */
async function die(server: Server, { downFor }: Extract<Fault, { kind: 'death' }>): Promise<void> {
  if (!server.listening) return;
  const { port } = server.address() as AddressInfo;
  server.close();
  server.closeAllConnections();
  if (downFor === undefined) return;
  await sleep(downFor);
  await listen(server, port);
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { rule, latency, forward }: { rule: Rule | undefined; latency: number; forward: Forward },
): Promise<void> {
  // Azurite may answer before it has read the whole request; the rest would block the connection's next request.
  response.once('finish', () => request.unpipe().resume());
  if (latency > 0) await sleep(latency);
  const fault = rule?.fault;
  if (fault !== undefined && isBeforeAzure(fault)) {
    request.resume();
    answerInstead(fault, response);
    return;
  }
  try {
    const upstream = await forward.send(request);
    if (fault === undefined || !(rule?.errors || isSuccess(upstream))) passOn(upstream, response);
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

function createForward({ hostname, port }: URL, bearer: ProxyOptions['bearer']): Forward {
  // Azurite closes connections after 5 idle seconds; a request sent at that moment would be repeated and counted twice.
  const agent = new Agent({ keepAlive: true, timeout: 2000 });
  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        const { method } = request;
        const upstream = httpRequest(
          { agent, hostname, port, method, ...permitted(request, bearer) },
          resolve,
        );
        upstream.on('error', reject);
        request.on('error', () => upstream.destroy());
        request.pipe(upstream);
      }),
    close: () => {
      agent.destroy();
    },
  };
}

/** Without the right token nothing is added, and Azurite refuses. */
function permitted(
  { url = '', headers }: IncomingMessage,
  bearer: ProxyOptions['bearer'],
): { path: string; headers: IncomingMessage['headers'] } {
  const { authorization, ...rest } = headers;
  if (bearer === undefined || authorization !== `Bearer ${bearer.token}`) return { path: url, headers };
  return { path: `${url}${url.includes('?') ? '&' : '?'}${bearer.sas}`, headers: rest };
}

async function listen(server: Server, port: number): Promise<AddressInfo> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server.address() as AddressInfo;
}
