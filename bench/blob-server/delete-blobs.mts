import { parseBlobPath } from './blob-path.mjs';
import type { Container } from './containers.mjs';

/** The answer to the deletion of a blob. */
interface Deletion {
  readonly status: number;
  /** why it is still there */
  readonly code?: string;
}

/** Delete Blob. */
export function deleteBlob({ blobs }: Container, name: string, ifMatch: string | undefined): Deletion {
  const blob = blobs.get(name);
  if (blob === undefined) return { status: 404, code: 'BlobNotFound' };
  if (ifMatch !== undefined && ifMatch !== blob.etag) return { status: 412, code: 'ConditionNotMet' };
  blobs.delete(name);
  return { status: 202 };
}

/** Blob Batch with deletions alone: its body, and that of the answer to it. */
export function deleteBatch(container: Container, body: string, boundary: string): string {
  const parts = [...body.matchAll(/^content-id: *(\d+)\r\n\r\nDELETE (\S+) HTTP\/1\.1\r\n([^]*?)\r\n--/gim)];
  const answers = parts.map(([, id = '', target = '', headers = '']) => {
    const ifMatch = /^if-match: *(\S+)/im.exec(headers)?.[1];
    return toPart(id, deleteBlob(container, parseBlobPath(target).name, ifMatch));
  });
  return [...answers.map((answer) => `--${boundary}\r\n${answer}`), `--${boundary}--\r\n`].join('');
}

function toPart(id: string, { status, code }: Deletion): string {
  const error = code === undefined ? '' : `x-ms-error-code: ${code}\r\n`;
  return `Content-Type: application/http\r\nContent-ID: ${id}\r\n\r\nHTTP/1.1 ${status} \r\n${error}\r\n`;
}
