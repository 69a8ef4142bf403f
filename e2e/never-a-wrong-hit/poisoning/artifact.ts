import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { ContainerClient } from '@azure/storage-blob';
import { decompress, parseCodec } from '../../../src/archive/codec/codec.js';
import { parseKeyText } from '../../../src/config/key-text.js';
import { createSigner } from '../../../src/trust/signature.js';
import { brotliFrameOf } from '../../../test/hostile/brotli-builder.js';
import { frameOf, raw } from '../../../test/hostile/zstd-builder.js';

/** A blob as an attacker handles it. */
export interface Artifact {
  readonly body: Buffer;
  readonly metadata: Readonly<Record<string, string>>;
}

export async function readArtifact(container: ContainerClient, name: string): Promise<Artifact> {
  const blob = container.getBlockBlobClient(name);
  const { metadata = {} } = await blob.getProperties();
  return { body: await blob.downloadToBuffer(), metadata };
}

/** Writes the artifact and replaces an existing one. */
export async function writeArtifact(
  container: ContainerClient,
  name: string,
  { body, metadata }: Artifact,
): Promise<void> {
  await container.getBlockBlobClient(name).upload(body, body.length, { metadata });
}

/** The same with other metadata. */
export const withMetadata = (artifact: Artifact, metadata: Record<string, string>): Artifact => ({
  ...artifact,
  metadata: { ...artifact.metadata, ...metadata },
});

/** The same content under the other codec, with the digest of that. */
export async function recoded({ body, metadata }: Artifact): Promise<Artifact> {
  const codec = parseCodec(metadata['codec']) ?? 'br';
  const tar = await buffer(decompress(Readable.from([body]), codec, Number(metadata['size'])));
  const other = codec === 'br' ? 'zstd' : 'br';
  const again = other === 'br' ? brotliFrameOf(tar) : frameOf(tar.length, [raw(tar)]);
  const sha256 = createHash('sha256').update(again).digest('hex');
  return withMetadata({ body: again, metadata }, { codec: other, sha256 });
}

/** The same with a signature that is right for that place, by any key. */
export function signed(
  artifact: Artifact,
  { signingKey, scope, hash }: { readonly signingKey: string; readonly scope: string; readonly hash: string },
): Artifact {
  const { codec = '', sha256 = '', size, entries, code } = artifact.metadata;
  const numbers = { size: Number(size), entries: Number(entries), code: Number(code) };
  const key = parseKeyText(signingKey);
  if (!key) throw new Error('not a signing key');
  return withMetadata(artifact, { ...createSigner(key)({ scope, hash, codec, sha256, ...numbers }) });
}
