import type { PreparedRequest } from './container.js';

/** The response to a part of a batch. */
export interface PartAnswer {
  readonly statusCode: number;
  readonly code?: string;
}

/**
 * Several requests as the body of one, `multipart/mixed`. The responses have the same `Content-ID`.
 *
 *     --batch_4f0b…
 *     Content-Type: application/http
 *     Content-Transfer-Encoding: binary
 *     Content-ID: 0
 *
 *     DELETE /cache/v1/shared/13872541964221508711 HTTP/1.1
 *     if-match: "0x8D…"
 *     …
 *
 *     --batch_4f0b…--
 */
export function encodeBatch(requests: readonly PreparedRequest[], boundary: string): string {
  const parts = requests.flatMap(({ method, target, headers }, id) => [
    `--${boundary}`,
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    `Content-ID: ${id}`,
    '',
    `${method} ${target} HTTP/1.1`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    '',
  ]);
  return [...parts, `--${boundary}--`, ''].join('\r\n');
}

/** The responses by the ids of their parts. */
export function parseBatchAnswer(text: string): ReadonlyMap<number, PartAnswer> {
  const [boundary = ''] = /^--\S+/m.exec(text) ?? [];
  const parts = boundary === '' ? [] : text.split(boundary);
  return new Map(parts.flatMap(parsePart));
}

function parsePart(part: string): [number, PartAnswer][] {
  const id = /^content-id: *(\d+)/im.exec(part)?.[1];
  const status = /^HTTP\/1\.[01] (\d{3})/m.exec(part)?.[1];
  const code = /^x-ms-error-code: *(\w+)/im.exec(part)?.[1];
  if (id === undefined || status === undefined) return [];
  return [[Number(id), { statusCode: Number(status), ...(code !== undefined && { code }) }]];
}
