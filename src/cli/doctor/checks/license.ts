import { LicenseError } from '../../../errors.js';
import { findLicense, licenseSources } from '../../../license/find-license.js';
import { adviseOnExpiry, formatDay } from '../../../license/license.js';
import { fail, pass, warn, type Findings } from '../check.js';
import type { Setup } from '../setup.js';

/** Checks that there is a valid license, if nx.json requires one. */
export async function checkLicense({ cwd, env, now, resolve, settings }: Setup): Promise<Findings> {
  const { license: terms } = resolve().config;
  if (!terms) return pass('not required: azure.license is not set');
  try {
    const found = await findLicense(licenseSources(settings?.root ?? cwd, env), terms, now);
    const advice = adviseOnExpiry(found.license, now);
    if (advice !== undefined)
      return warn(`the license from ${found.source} ${advice}`, 'request a new license from its issuer');
    const { organization, expiresAt } = found.license;
    return pass(`valid for "${organization}" until ${formatDay(expiresAt)}, from ${found.source}`);
  } catch (error) {
    if (!(error instanceof LicenseError)) throw error;
    return fail(`the remote cache is off: ${error.detail}`, error.fix);
  }
}
