import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { generateKeyPair, type KeyPair } from '../../trust/signature.js';
import type { Host } from '../host.js';
import type { KeyPairOptions } from './key-pair-options.js';
import { newKeyId } from './new-key-id.js';

/** Says where each half of a new pair goes. `file` is where the private half is; undefined: it follows. */
export type ExplainKeyPair = (id: string, publicKey: string, file: string | undefined) => string;

/** Makes a pair: the private half alone goes to the standard output, so that it can be piped to where it belongs. */
export function writeKeyPair(options: KeyPairOptions, explain: ExplainKeyPair, host: Host): void {
  const { id = newKeyId(new Date()), out, json } = options;
  const pair = generateKeyPair(id);
  if (out !== undefined) writeFileSync(resolve(host.cwd, out), `${pair.signingKey}\n`, newPrivateFile);
  if (json) host.out.write(`${JSON.stringify(toJson(id, pair, out), undefined, 2)}\n`);
  else {
    host.err.write(explain(id, pair.publicKey, out));
    if (out === undefined) host.out.write(`${pair.signingKey}\n`);
  }
}

/** A key that is there is somebody's, and is not replaced. */
const newPrivateFile = { mode: 0o600, flag: 'wx' };

function toJson(id: string, { publicKey, signingKey }: KeyPair, file: string | undefined): object {
  return file === undefined ? { id, publicKey, signingKey } : { id, publicKey, file };
}
