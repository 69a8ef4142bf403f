import * as v from 'valibot';

import { parseKeyText } from './key-text.js';
import { isOrganization, organizationRule } from './organization.js';

const publicKey = '"<key id>:<base64 of 32 bytes>", as nx-azure-cache license keygen makes it';

/** The `license` key. Unknown keys are kept, for the caller to refuse all of them at once. */
export const licenseSchema = v.looseObject(
  {
    publicKey: v.pipe(
      v.string(publicKey),
      v.check((value) => parseKeyText(value) !== undefined, publicKey),
    ),
    organization: v.optional(v.pipe(v.string(organizationRule), v.check(isOrganization, organizationRule))),
  },
  // A required key that is missing is told by the object.
  ({ expected }) => (expected === '"publicKey"' ? publicKey : 'an object with the key publicKey'),
);
