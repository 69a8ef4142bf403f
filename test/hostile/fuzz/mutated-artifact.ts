import type { BlobMetadata } from '../../../src/blob/blob-store.js';
import { encode } from './encode.js';
import type { HostileCase } from './hostile-case.js';
import { mutateBytes } from './mutate-bytes.js';
import { mutateFrames } from './mutate-frames.js';
import { mutateMetadata } from './mutate-metadata.js';
import { mutateContent, mutateHeader, mutateName, mutateOrder, mutatePax } from './mutate-tar.js';
import { sha256Of, type Original } from './original.js';
import type { Random } from './random.js';
import { cutEntries } from './tar-entries.js';

type Mutation = (original: Original, random: Random, root: string) => Damaged;

/** The result of a mutation; `tar` if the contents of the body are known. */
interface Damaged {
  readonly body: Buffer;
  readonly metadata: BlobMetadata;
  readonly tar?: Buffer;
}

const chunks = [7, 512, 4096, 65_536] as const;

const mutations: readonly (readonly [string, Mutation])[] = [
  ['body', ofBody(mutateBytes)],
  ['frames', ofBody(mutateFrames)],
  ['metadata', ({ body, metadata }, random) => ({ body, metadata: mutateMetadata(metadata, random) })],
  ['tar', ofTar(mutateBytes)],
  ['tar header', ofTar(mutateHeader)],
  ['tar names', ofTar(mutateName)],
  ['content', ofTar(mutateContent)],
  ['PAX records', ofTar(mutatePax)],
  ['order', ofTar(mutateOrder)],
];

/** The metadata that the attacker may write besides the body: nothing, the right digest, or all that is announced. */
const seals = ['', ', digest made anew', ', announced anew'] as const;

/** A real artifact with one thing wrong. */
export function mutateArtifact(original: Original, random: Random, root: string): HostileCase {
  const [what, mutate] = random.pick(mutations);
  const damaged = mutate(original, random, root);
  const seal = what === 'metadata' ? '' : random.pick(seals);
  const isSigned = random.chance(0.25);
  return {
    name: `${what}${seal}${isSigned ? ', signatures wanted' : ''}`,
    body: damaged.body,
    metadata: seal === '' ? damaged.metadata : sealed(damaged, seal === ', announced anew'),
    chunk: random.pick(chunks),
    isSigned,
    only: seal === '' || isSigned ? original.content : undefined,
  };
}

function ofBody(mutate: (body: Buffer, random: Random) => Buffer): Mutation {
  return ({ body, metadata }, random) => ({ body: mutate(body, random), metadata });
}

function ofTar(mutate: (tar: Buffer, random: Random, root: string) => Buffer): Mutation {
  return ({ tar, codec, metadata }, random, root) => {
    const mutated = mutate(tar, random, root);
    return { tar: mutated, body: encode(mutated, codec), metadata };
  };
}

function sealed({ body, metadata, tar }: Damaged, isAnnounced: boolean): BlobMetadata {
  return {
    ...metadata,
    sha256: sha256Of(body),
    ...(isAnnounced && tar && { size: String(tar.length), entries: String(countEntries(tar)) }),
  };
}

function countEntries(tar: Buffer): number {
  return cutEntries(tar).filter(({ type }) => type !== '\0' && type !== 'x').length;
}
