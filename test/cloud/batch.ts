/** A part of the body of a batch: a separate request with its own right. */
export interface Part {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  /** with names in lower case */
  readonly headers: Readonly<Record<string, string>>;
}

/** The result of a part. */
export interface PartAnswer {
  readonly id: string;
  readonly status: number;
  readonly code: string | undefined;
}

/** Takes the body of a batch apart. https://learn.microsoft.com/rest/api/storageservices/blob-batch#request-body */
export function readParts(body: string): Part[] {
  const [boundary = ''] = /^--\S+/.exec(body) ?? [];
  return body
    .split(boundary)
    .map((part) => part.split('\r\n\r\n').slice(0, 2))
    .flatMap(([outer = '', inner = '']) => toPart(outer, inner.trim().split('\r\n')));
}

function toPart(outer: string, [line = '', ...headers]: readonly string[]): Part[] {
  const id = /^content-id: *(\S+)/im.exec(outer)?.[1];
  const [method, url] = line.split(' ');
  if (id === undefined || method === undefined || url === undefined) return [];
  return [{ id, method, url, headers: Object.fromEntries(headers.map(toHeader)) }];
}

function toHeader(line: string): [string, string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
}

/** The answers as the body of one, under their boundary. */
export function writeAnswers(answers: readonly PartAnswer[], boundary: string): string {
  const parts = answers.flatMap(({ id, status, code }) => [
    `--${boundary}`,
    'Content-Type: application/http',
    `Content-ID: ${id}`,
    '',
    `HTTP/1.1 ${status} Answer`,
    ...(code === undefined ? [] : [`x-ms-error-code: ${code}`]),
    '',
    '',
  ]);
  return [...parts, `--${boundary}--`, ''].join('\r\n');
}
