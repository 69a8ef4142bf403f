import { XMLParser } from 'fast-xml-parser';

import { CacheError } from '../errors.js';
import type { BlobMetadata } from './blob-store.js';
import type { ListedBlob } from './blob-inventory.js';

/** A page of a list of blobs. */
export interface BlobPage {
  readonly blobs: readonly ListedBlob[];
  /** by which the next page is asked for; undefined: this is the last one */
  readonly next: string | undefined;
}

/**
 * Parses a response of List Blobs (learn.microsoft.com/rest/api/storageservices/list-blobs).
 *
 * @throws CacheError for anything else
 */
export function parseBlobList(xml: string): BlobPage {
  const { EnumerationResults: results } = parse(xml);
  if (typeof results !== 'object') throw notAList();
  const { Blobs: list, NextMarker: next } = results;
  return {
    blobs: (typeof list === 'object' ? (list.Blob ?? []) : []).filter(isBlob).map(toListedBlob),
    next: next === '' ? undefined : next,
  };
}

/** The part of the response that is used. An element without content is an empty text. */
interface Answer {
  readonly EnumerationResults?:
    | {
        readonly Blobs?: { readonly Blob?: readonly Blob[] } | string;
        readonly NextMarker?: string;
      }
    | string;
}

interface Blob {
  readonly Name: string;
  readonly Properties: {
    readonly Etag: string;
    readonly 'Content-Length': string;
    readonly 'Last-Modified': string;
    readonly LastAccessTime?: string;
    readonly ResourceType?: string;
  };
  readonly Metadata?: BlobMetadata | string;
}

function parse(xml: string): Answer {
  try {
    return parser.parse(xml) as Answer;
  } catch {
    throw notAList();
  }
}

const parser = new XMLParser({
  ignoreDeclaration: true,
  // Hashes are digits, and names may begin with a space.
  parseTagValue: false,
  trimValues: false,
  isArray: (name) => name === 'Blob',
  // Metadata names are attacker-controlled, and these make fast-xml-parser throw.
  transformTagName: (name) => (reserved.has(name) ? `${name}-` : name),
});

const reserved = new Set(Object.getOwnPropertyNames(Object.prototype).concat('prototype'));

/**
 * A hierarchical namespace lists its folders too, as blobs of 0 bytes; programs that want folders in a flat one make such
 * blobs themselves, and mark them (learn.microsoft.com/rest/api/storageservices/list-blobs). Some write `Hdi_isfolder`
 * (Azure/azure-storage-azcopy#3312): the case of names in metadata does not count.
 */
const isBlob = ({ Properties: { ResourceType: type }, Metadata: metadata }: Blob) =>
  type !== 'directory' && !(typeof metadata === 'object' && Object.entries(metadata).some(marksFolder));

const marksFolder = ([name, value]: [string, unknown]) =>
  name.toLowerCase() === 'hdi_isfolder' && String(value).toLowerCase() === 'true';

function toListedBlob({ Name: name, Properties: properties, Metadata: metadata }: Blob): ListedBlob {
  const { Etag: etag, LastAccessTime: accessed } = properties;
  return {
    name,
    // Without quotes here, with quotes in headers.
    etag: etag.startsWith('"') ? etag : `"${etag}"`,
    size: Number(properties['Content-Length']),
    modified: Date.parse(properties['Last-Modified']),
    accessed: accessed ? Date.parse(accessed) : undefined,
    metadata: typeof metadata === 'object' ? metadata : {},
  };
}

const notAList = () =>
  new CacheError(
    'expected a list of blobs, got something else; check azure.endpoint, and whether a proxy intercepts requests',
    {
      kind: 'damaged',
      retryable: true,
    },
  );
