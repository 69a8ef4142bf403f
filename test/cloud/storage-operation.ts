/** A request to the blob service, as far as rights depend on it. */
export interface StorageOperation {
  readonly name: string;
  /** undefined for the service itself */
  readonly container: string | undefined;
  readonly blob: string | undefined;
  /** of a list */
  readonly prefix: string | undefined;
  /** Any of them is enough. */
  readonly actions: readonly Action[];
}

/** `create`: it is enough when there is no such blob yet. */
export type Action = 'read' | 'write' | 'delete' | 'create' | 'list';

/** The target of a request: `/container/blob?comp=…`. */
export interface RequestLine {
  readonly method: string;
  readonly url: string;
}

/**
 * Which right an operation needs.
 *
 * https://learn.microsoft.com/rest/api/storageservices/authorize-with-azure-active-directory#permissions-for-blob-service-operations
 *
 * @returns undefined for an operation that no test needs and that the stand-in does not support
 */
export function readOperation({ method, url }: RequestLine): StorageOperation | undefined {
  const { pathname, searchParams } = new URL(url, 'https://account');
  const [container = '', ...rest] = decodeURIComponent(pathname).slice(1).split('/');
  const blob = rest.join('/');
  const level = container === '' ? 'service' : blob === '' ? 'container' : 'blob';
  const comp = searchParams.get('comp') ?? '';
  const row = operations.find(
    (known) => known.level === level && known.methods.includes(method) && known.comps.includes(comp),
  );
  return (
    row && {
      name: row.name,
      container: container || undefined,
      blob: blob || undefined,
      prefix: row.name === 'List Blobs' ? (searchParams.get('prefix') ?? '') : undefined,
      actions: row.actions,
    }
  );
}

interface Row {
  readonly name: string;
  readonly level: 'service' | 'container' | 'blob';
  readonly methods: readonly string[];
  readonly comps: readonly string[];
  readonly actions: readonly Action[];
}

const operations: readonly Row[] = [
  // Needs a right on the account, which no role on a container is.
  { name: 'List Containers', level: 'service', methods: ['GET'], comps: ['list'], actions: [] },
  { name: 'List Blobs', level: 'container', methods: ['GET'], comps: ['list'], actions: ['list'] },
  // "The subrequests are authorized separately" (rest/api/storageservices/blob-batch).
  { name: 'Blob Batch', level: 'service', methods: ['POST'], comps: ['batch'], actions: [] },
  { name: 'Blob Batch', level: 'container', methods: ['POST'], comps: ['batch'], actions: [] },
  { name: 'Get Blob', level: 'blob', methods: ['GET', 'HEAD'], comps: ['', 'metadata'], actions: ['read'] },
  { name: 'Put Blob', level: 'blob', methods: ['PUT'], comps: [''], actions: ['write', 'create'] },
  {
    name: 'Put Block',
    level: 'blob',
    methods: ['PUT'],
    comps: ['block', 'blocklist', 'metadata', 'properties', 'tier', 'lease'],
    actions: ['write'],
  },
  { name: 'Delete Blob', level: 'blob', methods: ['DELETE'], comps: [''], actions: ['delete'] },
];
