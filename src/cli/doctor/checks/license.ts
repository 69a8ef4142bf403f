import { LicenseError } from '../../../errors.js';
import { adviseOnExpiry, formatDay } from '../../../license/license.js';
import { findLicense, type FoundLicense } from '../../../license/find-license.js';
import { licenseSources } from '../../../license/find-license.js';
import { fail, pass, warn, type Check, type Finding } from '../check.js';
import type { Setup } from '../setup.js';
import { configuration } from './configuration.js';

/** There is a license that counts, where nx.json asks for one. */
export const license: Check = {
  title: 'License',
  needs: [configuration],
  async run(setup) {
    const { license: terms } = setup.resolve().config;
    if (!terms) return [pass('nobody needs one: azure.license is not set')];
    try {
      return [judge(await findLicense(sourcesOf(setup), terms, setup.now), setup.now)];
    } catch (error) {
      if (!(error instanceof LicenseError)) throw error;
      return [fail(`the cache is not shared: ${error.detail}`, error.fix)];
    }
  },
};

const sourcesOf = ({ cwd, env, settings }: Setup) => licenseSources(settings?.root ?? cwd, env);

function judge({ source, license }: FoundLicense, now: Date): Finding {
  const advice = adviseOnExpiry(license, now);
  if (advice !== undefined)
    return warn(`the license from ${source} ${advice}`, 'get a new one from the issuer');
  return pass(`"${license.organization}" until ${formatDay(license.expiresAt)}, from ${source}`);
}
