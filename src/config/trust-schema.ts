import * as v from 'valibot';

import { containerNameRule, isContainerName } from './container-name.js';
import { parseKeyText } from './key-text.js';

const branches = 'at least one branch, e.g. ["main", "release/*"]';
const branch = 'the name of a branch, with * within a segment and ** across segments';
const publicKey = '"<key id>:<base64 of 32 bytes>", as nx-azure-cache keygen makes it';

/** The `trust` key. Unknown keys are kept, for the caller to refuse all of them at once. */
export const trustSchema = v.looseObject(
  {
    branches: v.pipe(
      v.array(v.pipe(v.string(branch), v.check(isBranchPattern, branch)), branches),
      v.minLength(1, branches),
    ),
    untrustedContainer: v.optional(
      v.pipe(v.string(containerNameRule), v.check(isContainerName, containerNameRule)),
    ),
    publicKeys: v.optional(
      v.array(v.pipe(v.string(publicKey), v.check(isPublicKey, publicKey)), `a list of ${publicKey}`),
    ),
  },
  // A required key that is missing is told by the object.
  ({ expected }) => (expected === '"branches"' ? branches : 'an object with the key branches'),
);

export type TrustSettings = v.InferOutput<typeof trustSchema>;

/** What git allows in a branch's name, and the star: any other pattern would never match. */
function isBranchPattern(value: string): boolean {
  return /^[^\s~^:?[\]\\]+$/.test(value) && !value.startsWith('refs/') && !/^\/|\/$|\/\//.test(value);
}

function isPublicKey(value: string): boolean {
  return parseKeyText(value) !== undefined;
}
