import type { ListedBlob } from '../../blob/blob-inventory.js';
import { scopeName } from '../../trust/scope.js';
import type { ScopeAccess } from '../../trust/access.js';
import { createVerifier } from '../../trust/signature.js';
import { parseMetadata, type ArtifactMetadata } from '../../artifact/artifact-metadata.js';
import type { Workspace } from '../container/workspace.js';
import { messageOf } from '../message-of.js';

/** What a scope has of a hash. */
export type Finding = {
  readonly scope: string;
  readonly container: string;
} & (
  | { readonly status: 'absent' }
  | { readonly status: 'unreadable'; readonly reason: string }
  | ({ readonly status: 'unusable'; readonly reason: string } & Stored)
  | ({ readonly status: 'usable'; readonly signature: string } & Stored)
);

interface Stored {
  /** of the body, bytes */
  readonly bytes: number;
  /** ISO 8601 */
  readonly modified: string;
  /** empty when it does not say */
  readonly producer: string;
}

/** Looks at one artifact as a lookup would, but not at its body. Never throws. */
export async function inspectPlace(
  place: ScopeAccess,
  { hash, name, open }: { readonly hash: string; readonly name: string; readonly open: Workspace['open'] },
): Promise<Finding> {
  const where = { scope: scopeName(place.scope) ?? place.scope, container: place.container };
  try {
    const blob = await (await open(place)).head(name);
    return { ...where, ...(blob ? inspect(place, hash, blob) : { status: 'absent' }) };
  } catch (error) {
    return { ...where, status: 'unreadable', reason: messageOf(error) };
  }
}

function inspect({ scope, publicKeys }: ScopeAccess, hash: string, blob: ListedBlob) {
  const { size: bytes, metadata } = blob;
  const producer = metadata['producer'] ?? '';
  const stored = { bytes, modified: new Date(blob.modified).toISOString(), producer };
  const parsed = tryParse(blob);
  if ('reason' in parsed) return { status: 'unusable', ...stored, ...parsed } as const;
  if (publicKeys.length === 0)
    return { status: 'usable', ...stored, signature: 'not asked for here' } as const;
  const wrong = createVerifier(publicKeys)({ ...parsed, scope, hash }, parsed);
  if (wrong !== undefined) return { status: 'unusable', ...stored, reason: wrong } as const;
  return { status: 'usable', ...stored, signature: `right, by the key "${parsed.keyid ?? ''}"` } as const;
}

function tryParse({ metadata }: ListedBlob): ArtifactMetadata | { readonly reason: string } {
  try {
    return parseMetadata(metadata);
  } catch (error) {
    return { reason: messageOf(error) };
  }
}
