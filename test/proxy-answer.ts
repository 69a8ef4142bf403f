import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Fault } from './proxy-fault.js';

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[]>;
  readonly body: Buffer;
}

type BeforeAzure = Extract<Fault, { kind: 'status' | 'hang before headers' | 'reset' }>;
type AfterAzure = Exclude<Fault, BeforeAzure>;

export function isBeforeAzure(fault: Fault): fault is BeforeAzure {
  return fault.kind === 'status' || fault.kind === 'hang before headers' || fault.kind === 'reset';
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
    case 'garbage':
      send(response, { ...answer, body: randomBytes(body.length) });
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

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, headers).end(body);
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
  else send(response, { ...answer, headers: { ...answer.headers, 'content-length': String(at) }, body });
}

function flipBit(body: Buffer, at: number): Buffer {
  const flipped = Buffer.from(body);
  flipped.writeUInt8(flipped.readUInt8(at) ^ 1, at);
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
