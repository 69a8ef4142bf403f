import { publicHalf } from '../../../src/config/signing-key.js';
import { sharedAccess } from '../../../src/trust/access.js';
import { createSigner } from '../../../src/trust/signature.js';
import { openShelves, type Shelf } from '../../../src/worker/shelf.js';
import { createMemoryBlobStore } from '../../fakes/memory-blob-store.js';

const key = { id: 'main-2025', key: Buffer.alloc(32, 'seed').toString('base64') };
const { own: place } = sharedAccess({ container: 'cache', credential: { kind: 'default' } });

/** The scope of every case. */
export const scope = 'shared';

/** Signs what an honest run has stored. */
export const sign = createSigner(key);

/** Where a run looks that asks for no signatures, and where one looks that does. */
export const shelves = { unsigned: open([]), signed: open([publicHalf(key)]) };

function open(publicKeys: readonly (typeof key)[]): Shelf {
  const access = { own: place && { ...place, publicKeys } };
  const { own } = openShelves({ access, prefix: '', open: createMemoryBlobStore });
  if (own === undefined) throw new Error('there is a scope to read');
  return own;
}
