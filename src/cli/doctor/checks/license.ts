import { LicenseError } from '../../../errors.js';
import { adviseOnExpiry, formatDay } from '../../../license/expiry.js';
import { findLicense } from '../../../license/find-license.js';
import { licenseSources } from '../../../license/license-sources.js';
import { fail, pass, warn, type Check } from '../check.js';
import { configuration } from './configuration.js';

/** There is a valid license, if nx.json requires one. */
export const license: Check = {
  title: 'License',
  needs: [configuration],
  async run({ cwd, env, now, resolve, settings }) {
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
  },
};
