import { openScopes, type OpenScope } from '../../../src/artifact/open-scopes.js';
import { publicHalf } from '../../../src/config/signing-key.js';
import { sharedAccess } from '../../../src/trust/resolve-access.js';
import { createSigner } from '../../../src/trust/signature.js';
import { createMemoryBlobStore } from '../../support/fakes/memory-blob-store.js';

const key = { id: 'main-2025', key: Buffer.alloc(32, 'seed').toString('base64') };
const { own: access } = sharedAccess({ container: 'cache', credential: { kind: 'default' } });

/** The scope of every case. */
export const scope = 'shared';

/** Signs the artifacts of an honest run. */
export const sign = createSigner(key);

/** The scope of a run that requires no signatures, and of one that does. */
export const scopes = { unsigned: open([]), signed: open([publicHalf(key)]) };

function open(publicKeys: readonly (typeof key)[]): OpenScope {
  const { own } = openScopes({
    access: { own: access && { ...access, publicKeys } },
    prefix: '',
    open: createMemoryBlobStore,
  });
  if (own === undefined) throw new Error('there is a scope to read');
  return own;
}
