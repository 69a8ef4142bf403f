/**
 * What a signature adds to storing an artifact, its check to restoring one, and the check of a license to a run:
 * `npm run measure:signing`. Not a test: it prints.
 */
import { randomBytes } from 'node:crypto';
import { parseKeyText } from '../../src/config/key-text.js';
import { verifyLicense } from '../../src/license/signed-license.js';
import { createLicenseIssuer } from '../../test/support/fakes/license-issuer.js';
import { spreadOf } from '../../bench/report/statistics.mjs';
import { createSigner, createVerifier, generateKeyPair, type Claim } from '../../src/trust/signature.js';

const rounds = 5_000;
const pair = generateKeyPair('main-2025');
const [publicKey, signingKey] = [parseKeyText(pair.publicKey), parseKeyText(pair.signingKey)];
if (!publicKey || !signingKey) throw new Error('not a pair of keys');
const [sign, verify] = [createSigner(signingKey), createVerifier([publicKey])];
const times = { sign: [] as number[], verify: [] as number[], license: [] as number[] };

for (let round = 0; round < rounds; round++) {
  const claim = newClaim();
  const signature = timed('sign', () => sign(claim));
  const wrong = timed('verify', () => verify(claim, signature));
  if (wrong !== undefined) throw new Error(wrong);
}

const issuer = createLicenseIssuer();
const text = await issuer.issue();
for (let round = 0; round < rounds; round++) {
  const started = performance.now();
  const terms = { publicKey: issuer.key, organization: 'Acme' };
  await verifyLicense({ source: 'NX_KEY', text }, terms, new Date());
  times.license.push(performance.now() - started);
}
console.log(`the first license: ${times.license[0]?.toFixed(3)} ms`);

for (const [what, values] of Object.entries(times))
  console.log(`${what}: ${spreadOf(values)?.median.toFixed(3)} ms`);

function newClaim(): Claim {
  const hash = String(randomBytes(8).readBigUInt64BE());
  const sha256 = randomBytes(32).toString('hex');
  return { scope: 'trusted', hash, codec: 'zstd', sha256, size: 6144, entries: 7, code: 0 };
}

function timed<T>(what: keyof typeof times, work: () => T): T {
  const started = performance.now();
  const result = work();
  times[what].push(performance.now() - started);
  return result;
}
