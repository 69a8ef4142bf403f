import * as v from 'valibot';

import { parseKeyText, type KeyText } from './key-text.js';
import { licenseSchema } from './schema.js';

/** What a license has to meet for this workspace to share its cache. */
export interface LicenseTerms {
  /** of whoever issues licenses */
  readonly publicKey: KeyText;
  /** undefined: the license of any organization will do */
  readonly organization: string | undefined;
}

/** The `license` key of `azure`; undefined when nobody needs one, which is the default. */
export function resolveLicense(given: unknown): LicenseTerms | undefined {
  // What is wrong with the values is reported with those of `azure`.
  const { success, output } = v.safeParse(licenseSchema, given);
  const publicKey = success ? parseKeyText(output.publicKey) : undefined;
  return success && publicKey ? { publicKey, organization: output.organization } : undefined;
}
