import type { TrustConfig } from '../../../config/trust.js';
import { fail, pass, skip, warn, type Check, type Finding } from '../check.js';
import { kindOf } from '../setup.js';
import { configuration } from './configuration.js';

/** Trusted artifacts are signed, by those who may, and by nobody else. */
export const signatures: Check = {
  title: 'Signatures',
  needs: [configuration],
  run({ resolve }) {
    const resolved = resolve();
    const { trust, mode } = resolved.config;
    if (!trust) return [skip('there are none without azure.trust')];
    if (trust.publicKeys.length === 0) return [unsigned];
    return [kindOf(resolved) === 'trusted' ? lookAtTrusted(trust, mode.write) : lookAtUntrusted(trust)];
  },
};

const unsigned = warn(
  'azure.trust.publicKeys is not set, so that the credential alone protects what is trusted',
  'run npx nx-azure-cache keygen, which says where each half goes',
);

function lookAtTrusted({ signingKey, publicKeys }: TrustConfig, write: boolean): Finding {
  if (signingKey) return pass(`this run signs with "${signingKey.id}", which nx.json lists`);
  if (!write) return pass(`verified against ${names(publicKeys)}; this run stores nothing`);
  return fail(
    'this trusted run has no NX_AZURE_CACHE_SIGNING_KEY, so that it stores nothing',
    'give the secret to this job, or set azure.ciMode to "read-only" in nx.json',
  );
}

function lookAtUntrusted({ signingKey, publicKeys }: TrustConfig): Finding {
  if (!signingKey) return pass(`what is trusted is verified against ${names(publicKeys)}`);
  return fail(
    'this run is not trusted and has NX_AZURE_CACHE_SIGNING_KEY: what it runs can sign in the name of main',
    'make the secret one of a protected environment, give it to trusted jobs alone, and replace the key',
  );
}

const names = (keys: TrustConfig['publicKeys']) => keys.map(({ id }) => `"${id}"`).join(', ');
