import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from './proxy-fault.js';

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[]>;
  readonly body: Buffer;
}

type BeforeAzure = Extract<Fault, { kind: 'status' | 'hang before headers' | 'reset' | 'death' }>;
type AfterAzure = Exclude<Fault, BeforeAzure>;

const beforeAzure: ReadonlySet<Fault['kind']> = new Set(['status', 'hang before headers', 'reset', 'death']);

export function isBeforeAzure(fault: Fault): fault is BeforeAzure {
  return beforeAzure.has(fault.kind);
}

/** Answers, or not, in Azure's place. */
export function answerInstead(fault: BeforeAzure, response: ServerResponse): void {
  if (fault.kind === 'reset') response.socket?.resetAndDestroy();
  if (fault.kind === 'status') send(response, azureError(fault));
}

/** Passes Azure's answer on, damaged. */
export function answerDamaged(fault: AfterAzure, answer: Answer, response: ServerResponse): void {
  const { body } = answer;
  const { socket } = response;
  switch (fault.kind) {
    case 'hang after headers':
      begin(response, answer, body.subarray(0, 0));
      break;
    case 'stall':
      begin(response, answer, body.subarray(0, fault.at));
      break;
    case 'cut':
      begin(response, answer, body.subarray(0, fault.at), () => socket?.destroy());
      break;
    case 'slow drip':
      void drip(fault.every, answer, response);
      break;
    case 'wrong length':
      begin(response, sized(answer, Math.max(body.length + fault.by, 0)), body, () => response.socket?.end());
      break;
    case 'duplicated':
      send(response, answer, () => socket?.write(asText(answer)));
      break;
    case 'garbage':
      send(response, { ...answer, body: Buffer.alloc(body.length, 'garbage ') });
      break;
    case 'flipped bit':
      send(response, { ...answer, body: flipBit(body, fault.at) });
      break;
    case 'truncated':
      truncate(fault, answer, response);
      break;
    case 'metadata':
      send(response, { ...answer, headers: { ...answer.headers, ...metadataHeaders(fault.set) } });
  }
}

function send(response: ServerResponse, { status, headers, body }: Answer, then?: () => void): void {
  response.writeHead(status, headers).end(body, then);
}

/** Headers and the beginning of a body that never ends by itself. */
function begin(
  response: ServerResponse,
  { status, headers }: Answer,
  start: Buffer,
  then?: () => void,
): void {
  response.writeHead(status, headers).flushHeaders();
  response.write(start, () => then?.());
}

/** With the right length the short body looks whole; with the wrong one the connection ends early. */
function truncate(
  { at, contentLength }: Extract<Fault, { kind: 'truncated' }>,
  answer: Answer,
  response: ServerResponse,
): void {
  const body = answer.body.subarray(0, at);
  if (contentLength === 'wrong') begin(response, answer, body, () => response.socket?.end());
  else send(response, { ...sized(answer, body.length), body });
}

/** A transfer encoding would win over the length. */
function sized({ headers, ...answer }: Answer, length: number): Answer {
  const kept = Object.entries(headers).filter(([name]) => name !== 'transfer-encoding');
  return { ...answer, headers: { ...Object.fromEntries(kept), 'content-length': String(length) } };
}

const pieces = 20;

async function drip(
  every: number,
  { status, headers, body }: Answer,
  response: ServerResponse,
): Promise<void> {
  response.writeHead(status, headers).flushHeaders();
  const size = Math.ceil(body.length / pieces);
  for (let at = 0; at < body.length && !response.destroyed; at += size) {
    response.write(body.subarray(at, at + size));
    await sleep(every);
  }
  response.end();
}

/** As it goes over the wire. */
function asText(answer: Answer): Buffer {
  const { status, headers, body } = sized(answer, answer.body.length);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}\r\n`);
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${status} Again\r\n${lines.join('')}\r\n`), body]);
}

/** Of a body that is shorter, its last byte; of an empty one, nothing. */
function flipBit(body: Buffer, at: number): Buffer {
  const flipped = Buffer.from(body);
  const place = Math.min(at, body.length - 1);
  if (place >= 0) flipped.writeUInt8(flipped.readUInt8(place) ^ 1, place);
  return flipped;
}

function azureError({ status, code, headers = {} }: Extract<Fault, { kind: 'status' }>): Answer {
  const body = Buffer.from(
    `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>injected</Message></Error>`,
  );
  const own = {
    'content-type': 'application/xml',
    'content-length': String(body.length),
    'x-ms-error-code': code,
  };
  return { status, headers: { ...own, ...headers }, body };
}

function metadataHeaders(metadata: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(metadata).map(([key, value]) => [`x-ms-meta-${key}`, value]));
}
