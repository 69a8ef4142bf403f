import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { decompress } from '../../../src/archive/codec/codec.js';
import { unpack } from '../../../src/archive/unpack/unpack.js';
import { parseMetadata } from '../../../src/artifact/artifact-metadata.js';
import type { Azurite } from '../azurite.js';
import { treeOf } from './tree.js';

/** The contents of an artifact in the container. */
export interface VerifiedBlob {
  readonly hash: string;
  readonly tree: Readonly<Record<string, string>>;
}

/**
 * Reads every blob of a container past the proxy.
 *
 * @throws for one that is not whole
 */
export async function verifyBlobs(azurite: Azurite, container: string): Promise<VerifiedBlob[]> {
  const verified: VerifiedBlob[] = [];
  for (const { name, metadata } of await azurite.blobs(container)) {
    const body = await azurite.read(container, name);
    verified.push({ hash: name.split('/').at(-1) ?? '', tree: await verify(name, body, metadata) });
  }
  return verified;
}

async function verify(name: string, body: Buffer, stated: Readonly<Record<string, string>>) {
  const { sha256, codec, size, entries } = parseMetadata(stated);
  const actual = createHash('sha256').update(body).digest('hex');
  if (actual !== sha256) throw new Error(`${name} has another digest than its metadata says`);
  const folder = mkdtempSync(join(tmpdir(), 'nx-azure-cache-blob-'));
  try {
    await unpack(decompress(Readable.from([body]), codec, size), join(folder, 'all'), { size, entries });
    return treeOf(join(folder, 'all'), '.');
  } finally {
    rmSync(folder, { recursive: true });
  }
}
