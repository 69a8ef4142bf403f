import type { ServerResponse } from 'node:http';

/** An error in Azure's format: the code is in a header and in an XML body. */
export function sendError(response: ServerResponse, status: number, code: string): void {
  const body = `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`;
  const length = Buffer.byteLength(body);
  response.writeHead(status, {
    ...common,
    'x-ms-error-code': code,
    'content-type': 'application/xml',
    'content-length': length,
  });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}

export function sendEmpty(
  response: ServerResponse,
  status: number,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { ...common, ...headers, 'content-length': 0 }).end();
}

export function sendXml(response: ServerResponse, body: string): void {
  const length = Buffer.byteLength(body);
  response
    .writeHead(200, { ...common, 'content-type': 'application/xml', 'content-length': length })
    .end(body);
}

/** The answers to the parts of a batch, which are made with the boundary between them. */
export function sendBatch(response: ServerResponse, bodyOf: (boundary: string) => string): void {
  const boundary = 'batchresponse_00000000-0000-0000-0000-000000000000';
  const body = bodyOf(boundary);
  response
    .writeHead(202, {
      ...common,
      'content-type': `multipart/mixed; boundary=${boundary}`,
      'content-length': Buffer.byteLength(body),
    })
    .end(body);
}

export const common = {
  'x-ms-version': '2025-11-05',
  'x-ms-request-id': '00000000-0000-0000-0000-000000000000',
};
