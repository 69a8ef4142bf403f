import type { TrustConfig } from '../../../config/trust.js';
import { fail, pass, skip, warn, type Finding, type Findings } from '../check.js';
import { kindOf, type Setup } from '../setup.js';

/** Checks that trusted artifacts are signed, and that only trusted runs can sign them. */
export function checkSignatures({ resolve }: Setup): Findings {
  const resolved = resolve();
  const { trust, mode } = resolved.config;
  if (!trust) return skip('nothing is signed: azure.trust is not set');
  if (trust.publicKeys.length === 0) return unsigned;
  return kindOf(resolved) === 'trusted' ? assessTrusted(trust, mode.write) : assessUntrusted(trust);
}

const unsigned = warn(
  'azure.trust.publicKeys is not set: only the credential protects trusted artifacts',
  'run npx nx-azure-cache keygen, and follow its instructions',
);

function assessTrusted({ signingKey, publicKeys }: TrustConfig, write: boolean): Finding {
  if (signingKey) return pass(`this run signs with "${signingKey.id}", which nx.json lists`);
  if (!write) return pass(`this run verifies artifacts with ${names(publicKeys)}, and stores nothing`);
  return fail(
    'NX_AZURE_CACHE_SIGNING_KEY is missing, so this trusted run stores nothing',
    'pass the secret to this job, or set azure.ciMode to "read-only" in nx.json',
  );
}

function assessUntrusted({ signingKey, publicKeys }: TrustConfig): Finding {
  if (!signingKey) return pass(`this run verifies trusted artifacts with ${names(publicKeys)}`);
  return fail(
    'this untrusted run has NX_AZURE_CACHE_SIGNING_KEY: any code in this job can sign artifacts as main',
    'move the secret to a protected environment, pass it to trusted jobs only, and replace the key',
  );
}

const names = (keys: TrustConfig['publicKeys']) => keys.map(({ id }) => `"${id}"`).join(', ');
