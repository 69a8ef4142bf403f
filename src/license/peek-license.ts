import { parseLicenseHeader } from './license-header.js';
import { decodeLicense, type License } from './license.js';

/** What a license says, true or not: nothing is verified. Undefined for what says nothing that can be read. */
export function peekLicense(text: string): License | undefined {
  if (!parseLicenseHeader(text)) return undefined;
  return decodeLicense(Buffer.from(text.split('.')[1] ?? '', 'base64url'));
}
