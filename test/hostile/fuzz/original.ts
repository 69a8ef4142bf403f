import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { compress, decompress, type Codec } from '../../../src/archive/codec/codec.js';
import { pack } from '../../../src/archive/pack/pack.js';
import { encodeMetadata, type ArtifactMetadata } from '../../../src/artifact/artifact-metadata.js';
import type { BlobMetadata } from '../../../src/blob/blob-store.js';
import { collect, inChunks } from '../bodies.js';
import { snapshot } from '../snapshot.js';
import type { Content } from './hostile-case.js';
import { packedByNode24 } from './packed-by-node-24.js';
import { hash, type Sandbox } from './sandbox.js';
import { scope, sign } from './scopes.js';

/** An artifact as this package makes it, to be damaged. */
export interface Original {
  readonly codec: Codec;
  readonly tar: Buffer;
  readonly body: Buffer;
  /** signed */
  readonly metadata: BlobMetadata;
  readonly content: Content;
}

const code = 1;
const terminalOutput = 'compiled 3 files ✓\n';

/** One artifact in each codec, also in zstd on a Node that cannot write it. */
export async function makeOriginals(sandbox: Sandbox): Promise<[Original, Original]> {
  const { tar, entries, outputs } = await packSample(sandbox);
  const content = { code, terminalOutput, outputs };
  const original = (codec: Codec, body: Buffer): Original => ({
    codec,
    tar,
    body,
    content,
    metadata: describe({ codec, sha256: sha256Of(body), size: tar.length, entries }),
  });
  await assertSame(tar);
  const byBrotli = await collect(compress([Buffer.from(tar)], 'br'));
  return [original('br', byBrotli), original('zstd', packedByNode24)];
}

/** The tar that the mutations damage; the same bytes every time. */
export async function packSample({ cacheDirectory }: Sandbox) {
  const folder = join(cacheDirectory, hash);
  makeOutputs(folder);
  const outputs = snapshot(folder);
  const archive = pack(folder, terminalOutput);
  const tar = await collect(archive.chunks());
  rmSync(folder, { recursive: true });
  return { tar, entries: archive.entries, outputs };
}

/** As metadata has it. */
export function sha256Of(body: Buffer): string {
  return createHash('sha256').update(body).digest('hex');
}

/** A little of everything that survives. Modes are set apart, so that the umask changes nothing. */
function makeOutputs(folder: string): void {
  const long = `dist/${'long-'.repeat(25)}name`;
  for (const path of ['', 'dist', 'dist/empty']) mkdirSync(join(folder, path), { recursive: true });
  writeFileSync(join(folder, 'dist/cli'), '#!/usr/bin/env node\n');
  for (const path of ['dist/main.js', 'dist/.dot', long, 'dist/ünïcode'])
    writeFileSync(join(folder, path), `export const name = ${JSON.stringify(path)};\n`.repeat(9));
  for (const path of ['', 'dist', 'dist/empty', 'dist/cli']) chmodSync(join(folder, path), 0o755);
  for (const path of ['dist/main.js', 'dist/.dot', long, 'dist/ünïcode'])
    chmodSync(join(folder, path), 0o644);
  symlinkSync('cli', join(folder, 'dist/link'));
  symlinkSync('../dist/ünïcode', join(folder, 'dist/empty/up'));
}

function describe(metadata: Omit<ArtifactMetadata, 'code' | 'producer'>): BlobMetadata {
  const signature = sign({ ...metadata, code, scope, hash });
  return encodeMetadata({ ...metadata, code, producer: 'nx-azure-cache/0.1.0 local linux', ...signature });
}

async function assertSame(tar: Buffer): Promise<void> {
  const kept = await collect(decompress(inChunks(packedByNode24, 1000), 'zstd', tar.length));
  if (!kept.equals(tar)) throw new Error('the kept artifact is not what `pack` makes today: make it anew');
}
