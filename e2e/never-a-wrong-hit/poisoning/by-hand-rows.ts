import { generateKeyPair } from '../../../src/trust/signature.js';
import type { Repository } from '../../../test/support/workspace/repository.js';
import { keyIds } from '../../../test/support/workspace/rights.js';
import { recoded, signed, withMetadata, type Artifact } from './artifact.js';

/** The access of an attacker who wants to replace main's artifact. */
export interface Loot {
  readonly hash: string;
  /** the output of a patched tool for main's own source */
  readonly poison: Artifact;
  /** main's artifact: under that hash, or, for a fresh slot, under the hash of an older source */
  readonly stored: Artifact;
  readonly repository: Repository;
}

/** An artifact put by hand, with a token, to where main looks. */
export interface ByHand {
  readonly name: string;
  /** `fresh`: main has not built this source yet; `deleted`: main's artifact is removed first */
  readonly slot?: 'fresh' | 'deleted';
  readonly forge: (loot: Loot) => Artifact | Promise<Artifact>;
  /** Why it is not used where signatures are wanted. */
  readonly told: string;
}

const intruder = generateKeyPair('intruder');
const namesake = generateKeyPair(keyIds[0]);
const wrong = `its signature by the key "${keyIds[0]}" is not valid`;
/** The signature of main's artifact; without keys it has none. */
const signatureOf = ({ stored: { metadata } }: Loot) => ({
  signature: metadata['signature'] ?? 'none',
  keyid: metadata['keyid'] ?? keyIds[0],
});
/** The poison with the signature of main's artifact, or with an invented one. */
const claiming = (loot: Loot, made: { signature?: string; keyid?: string } = {}) =>
  withMetadata(loot.poison, { ...signatureOf(loot), ...made });

export const byHand: readonly ByHand[] = [
  { name: 'put first', slot: 'fresh', forge: ({ poison }) => poison, told: 'it is not signed' },
  { name: 'overwritten', forge: ({ poison }) => poison, told: 'it is not signed' },
  {
    name: 'deleted and made again',
    slot: 'deleted',
    forge: ({ poison }) => poison,
    told: 'it is not signed',
  },
  {
    name: 'said to be of an older format',
    forge: ({ poison }) => withMetadata(poison, { format: '0', version: '0' }),
    told: 'it is not signed',
  },
  {
    name: 'with a signature but no key id',
    forge: (loot) => withMetadata(loot.poison, { signature: signatureOf(loot).signature }),
    told: 'it is not signed',
  },
  { name: 'with the signature of what it replaces', forge: (loot) => claiming(loot), told: wrong },
  {
    name: 'in another codec, with the signature of what it replaces',
    forge: async (loot) => claiming({ ...loot, poison: await recoded(loot.poison) }),
    told: wrong,
  },
  {
    name: 'under the id of another key',
    forge: (loot) => claiming(loot, { keyid: keyIds[1] }),
    told: `its signature by the key "${keyIds[1]}" is not valid`,
  },
  {
    name: 'signed by a key of their own',
    forge: ({ poison, hash }) => signed(poison, { ...intruder, scope: 'trusted', hash }),
    told: 'it is signed by the key "intruder", which azure.trust.publicKeys does not list',
  },
  {
    name: 'signed by a key of their own under the id of the right one',
    forge: ({ poison, hash }) => signed(poison, { ...namesake, scope: 'trusted', hash }),
    told: wrong,
  },
  {
    name: 'replayed: what main stored of an older source under the hash of the new one',
    slot: 'fresh',
    forge: ({ stored }) => stored,
    told: wrong,
  },
  {
    name: 'signed by the right key, but for the scope of a pull request',
    forge: ({ poison, hash, repository: { signingKey } }) =>
      signed(poison, { signingKey, scope: 'pr/7', hash }),
    told: wrong,
  },
  {
    name: 'with a signature that is cut',
    forge: (loot) => claiming(loot, { signature: signatureOf(loot).signature.slice(0, -1) }),
    told: wrong,
  },
  {
    name: 'with garbage for a signature',
    forge: (loot) => claiming(loot, { signature: '{"alg":"none"}' }),
    told: wrong,
  },
  {
    name: 'with a signature of 6 KB',
    forge: (loot) => claiming(loot, { signature: 'A'.repeat(6_000) }),
    told: wrong,
  },
  {
    name: 'with a key id that is none',
    forge: (loot) => claiming(loot, { keyid: '$(id)' }),
    told: 'it is signed by a key without an id, which azure.trust.publicKeys does not list',
  },
];

/** The project that an attack is tried on. */
export const projectOf = ({ name }: ByHand) => name.toLowerCase().replaceAll(/\W+/g, '-');
