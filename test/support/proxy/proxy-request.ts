import type { IncomingMessage } from 'node:http';

/** The parts of a request that the proxy sees; a test counts and selects requests by them. */
export interface SeenRequest {
  readonly method: string;
  readonly kind: RequestKind;
  readonly container: string;
  /** Without the container, percent-decoded; empty for a request on the container itself. */
  readonly blob: string;
  /** Which one of its upload, from 0; undefined for anything but a block. */
  readonly block: number | undefined;
  readonly headers: IncomingMessage['headers'];
  /** The number of other unanswered requests when this one arrived. */
  readonly underWay: number;
}

export type RequestKind =
  'get' | 'head' | 'put' | 'put block' | 'put block list' | 'list' | 'delete' | 'container' | 'other';

/** `/devstoreaccount1/<container>/<blob>?comp=…`, as Azurite has the account in the path. */
export function seenRequest(
  { method = '', url = '', headers }: IncomingMessage,
  underWay: number,
): SeenRequest {
  const { pathname, searchParams } = new URL(url, 'http://proxy');
  const [, , container = '', ...rest] = pathname.split('/');
  const blob = decodeURIComponent(rest.join('/'));
  const block = blockOf(searchParams.get('blockid'));
  const kind = kindOf(method, searchParams, blob !== '');
  return { method, kind, container, blob, block, headers, underWay };
}

/** The package counts blocks in the last four of the sixteen bytes of their ids. */
function blockOf(id: string | null): number | undefined {
  const bytes = Buffer.from(id ?? '', 'base64');
  return bytes.length === 16 ? bytes.readUInt32BE(12) : undefined;
}

function kindOf(method: string, query: URLSearchParams, ofBlob: boolean): RequestKind {
  const comp = query.get('comp');
  if (comp === 'list') return 'list';
  if (!ofBlob) return 'container';
  if (method === 'PUT') return comp === null ? 'put' : (putComponents[comp] ?? 'other');
  return plainMethods[method] ?? 'other';
}

const putComponents: Record<string, RequestKind> = { block: 'put block', blocklist: 'put block list' };
const plainMethods: Record<string, RequestKind> = { GET: 'get', HEAD: 'head', DELETE: 'delete' };
