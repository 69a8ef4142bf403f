import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

import { decompress } from '../../../src/archive/codec/codec.js';
import type { Entry } from '../../../src/archive/entry.js';
import { createStaging } from '../../../src/archive/staging.js';
import { TarReader, type TarVisitor } from '../../../src/archive/unpack/tar-reader.js';
import { unpack } from '../../../src/archive/unpack/unpack.js';
import { parseMetadata } from '../../../src/artifact/artifact-metadata.js';
import { guarded, type Restore } from './restores.js';
import { hash } from './sandbox.js';

/** Restores without asking whether the bytes are those that were stored. */
export const restoreUnverified: Restore = ({ blob, cacheDirectory }) =>
  guarded(async () => {
    const { codec, size, entries, code } = parseMetadata(blob.metadata);
    const staging = createStaging(cacheDirectory, hash);
    try {
      const tar = decompress(blob.chunks, codec, size);
      const { terminalOutput } = await unpack(tar, staging.folder, { size, entries });
      const outputsPath = staging.commit();
      return {
        status: 'hit',
        artifact: { code, terminalOutput, outputsPath, size },
        bytes: 0,
        scope: 'shared',
      };
    } finally {
      staging.discard();
    }
  });

/** From the cache directory of an sandbox. */
const upToRoot = '../../../../..';

/** Restores straight into place, by an unpack that believes every name, every link and any amount. */
export const restoreCredulously: Restore = ({ blob, cacheDirectory }) =>
  guarded(async () => {
    const { codec, size, code } = parseMetadata(blob.metadata);
    const outputsPath = join(cacheDirectory, hash);
    const reader = new TarReader(
      createCredulousVisitor(outputsPath, realpathSync(join(cacheDirectory, upToRoot))),
    );
    for await (const chunk of decompress(blob.chunks, codec, Infinity)) reader.push(chunk);
    reader.end();
    return {
      status: 'hit',
      artifact: { code, terminalOutput: '', outputsPath, size },
      bytes: 0,
      scope: 'shared',
    };
  });

/** @param fence where even this one stops: the rest of the machine is not part of the test */
function createCredulousVisitor(folder: string, fence: string): TarVisitor {
  let fd: number | undefined;
  return {
    entry: (entry) => {
      const { path: name } = entry;
      const path = name.startsWith('/') ? name : join(folder, name.replace(/^outputs/, ''));
      if (nearest(dirname(path)).startsWith(fence)) fd = create(path, entry);
    },
    content: (bytes) => fd !== undefined && writeSync(fd, bytes),
    complete: () => {
      if (fd !== undefined) closeSync(fd);
      fd = undefined;
    },
  };
}

function create(path: string, { type, target, mode }: Entry): number | undefined {
  mkdirSync(type === 'directory' ? path : dirname(path), { recursive: true });
  if (type === 'directory') return undefined;
  rmSync(path, { force: true });
  if (type === 'file') return openSync(path, 'w', mode);
  symlinkSync(target, path);
  return undefined;
}

/** The real path of the folder, or of its nearest parent that exists. */
function nearest(folder: string): string {
  return existsSync(folder) ? realpathSync(folder) : nearest(dirname(folder));
}
