import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { BlobStore } from '../../src/blob/blob-store.js';
import { sharedAccess } from '../../src/trust/resolve-access.js';
import type { Outcome } from '../../src/worker/protocol.js';
import { createTransfers } from '../../src/worker/transfers.js';

/** The cache operations of a run with one container; each call names the disk. */
export interface Machine {
  store(cacheDirectory: string): Promise<Outcome>;
  retrieve(cacheDirectory: string): Promise<Outcome>;
}

/** The hash of the one artifact. */
export const hash = '42';

export function createMachine(blobs: BlobStore): Machine {
  const transfer = createTransfers({
    root: '/no/workspace',
    access: sharedAccess({ container: 'cache', credential: { kind: 'default' } }),
    open: () => blobs,
    prefix: '',
    producer: 'nx-azure-cache/0 test',
    redact: (text) => text,
    wanted: () => true,
  });
  return {
    store: (cacheDirectory) =>
      transfer({ kind: 'store', id: 0, hash, cacheDirectory, terminalOutput: 'built\n', code: 0 }),
    retrieve: (cacheDirectory) => transfer({ kind: 'retrieve', id: 0, hash, cacheDirectory }),
  };
}

/** The outputs of a task: path → bytes of content. */
export function makeOutputs(cacheDirectory: string, sizes: Readonly<Record<string, number>>): void {
  for (const [path, size] of Object.entries(sizes)) {
    const file = join(cacheDirectory, hash, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, Buffer.alloc(size, path));
  }
}

/** The fault that an artifact on a bad disk is, in the words of the user. */
export function diskFault(code: string) {
  return {
    status: 'fault',
    fault: {
      kind: 'disk',
      message: `an artifact was not restored: the local cache directory could not be written (${code})`,
      expected: false,
    },
  };
}
