import type { Blob } from './blob.mjs';
import type { Container } from './containers.mjs';

/** As many as Azure gives at once. */
const largestPage = 5_000;

/** A page of List Blobs, in the order of their names; the marker of the next one is the name that it begins with. */
export function listBlobs({ blobs }: Container, query: URLSearchParams): string {
  const [prefix, marker] = [query.get('prefix') ?? '', query.get('marker') ?? ''];
  const size = Math.min(Number(query.get('maxresults') ?? largestPage), largestPage);
  const found = [...blobs].filter(([name]) => name.startsWith(prefix) && name >= marker).sort(byName);
  const items = found.slice(0, size).map(toItem);
  const body = `<Blobs>${items.join('')}</Blobs><NextMarker>${found[size]?.[0] ?? ''}</NextMarker>`;
  return `<?xml version="1.0" encoding="utf-8"?><EnumerationResults>${body}</EnumerationResults>`;
}

type Named = readonly [name: string, blob: Blob];

const byName = ([one]: Named, [other]: Named) => (one < other ? -1 : 1);

function toItem([name, { modified, size, etag }]: Named): string {
  const properties = `<Last-Modified>${modified}</Last-Modified><Etag>${etag.replaceAll('"', '')}</Etag><Content-Length>${size}</Content-Length>`;
  return `<Blob><Name>${name}</Name><Properties>${properties}</Properties></Blob>`;
}
