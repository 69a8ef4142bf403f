import type { Environment } from '../config/environment.js';
import type { LicenseTerms } from '../config/resolve-config.js';
import { adviseOnExpiry, formatDay } from './expiry.js';
import { findLicense } from './find-license.js';
import { licenseSources } from './license-sources.js';

/** What a run has to say of the license that counts. */
export interface LicenseReport {
  readonly decision: string;
  /** undefined: there is no need to renew it yet */
  readonly advice: string | undefined;
}

/** @throws LicenseError when none counts */
export async function reportLicense(
  terms: LicenseTerms,
  { root, env, now }: { readonly root: string; readonly env: Environment; readonly now: Date },
): Promise<LicenseReport> {
  const { source, license } = await findLicense(licenseSources(root, env), terms, now);
  const advice = adviseOnExpiry(license, now);
  return {
    decision: `licensed to "${license.organization}" until ${formatDay(license.expiresAt)} (${source})`,
    advice: advice && `the license from ${source} ${advice}: get a new one from who issued it`,
  };
}
