import { countEntries, tarOf } from '../tar-builder.js';
import { brotliBomb, zstdBomb } from './bombs.js';
import { encode } from './encode.js';
import type { HostileCase } from './hostile-case.js';
import { hostileParts } from './hostile-parts.js';
import { sha256Of } from './original.js';
import type { Random } from './random.js';

/** A body and the metadata that its author writes for it. */
interface Made {
  readonly name: string;
  readonly codec: 'br' | 'zstd';
  readonly body: Buffer;
  readonly size: number;
  readonly entries: number;
}

const mebibyte = 1024 * 1024;
const lies = [0, 1, 512, 999_999_999, 999_999_999_999] as const;

/** An artifact that an attacker builds from nothing; the attacker may write any bytes, also the digest. */
export function hostileArtifact(random: Random, root: string): HostileCase {
  const { name, codec, body, size, entries } = random.chance(0.03) ? bomb(random) : archive(random, root);
  const metadata = {
    codec,
    sha256: sha256Of(body),
    code: '0',
    producer: 'nx-azure-cache/0.1.0 local linux',
    size: String(size),
    entries: String(entries),
  };
  return { name, body, metadata, chunk: random.pick([512, 4096, 65_536]), isSigned: false, only: undefined };
}

function archive(random: Random, root: string): Made {
  const parts = hostileParts(random, root);
  const codec = random.pick(['br', 'zstd']);
  const tar = tailed(tarOf(parts), random);
  const honest = { codec, body: encode(tar, codec), size: tar.length, entries: countEntries(parts) };
  return random.chance(0.9)
    ? { name: 'made', ...honest }
    : { name: 'made, announced wrongly', ...lied(honest, random) };
}

function lied<T extends { size: number; entries: number }>(made: T, random: Random): T {
  const { size, entries } = made;
  return {
    ...made,
    size: random.pick([size, size + 1, size - 1, ...lies]),
    entries: random.pick([entries, entries + 1, entries - 1, ...lies]),
  };
}

/** Mostly nothing behind the end. */
function tailed(tar: Buffer, random: Random): Buffer {
  if (random.chance(0.9)) return tar;
  return random.pick([
    Buffer.concat([tar, Buffer.alloc(512 * random.below(40))]),
    Buffer.concat([tar, random.bytes(1 + random.below(1024))]),
    Buffer.concat([tar, tar]),
    Buffer.concat([tar.subarray(0, -1024), tar]),
    tar.subarray(0, -512),
    tar.subarray(0, -1024),
  ]);
}

/** 32 or 128 MiB of zeros, declared as the output of a small task. */
function bomb(random: Random): Made {
  const codec = random.pick(['br', 'zstd']);
  const frames = random.pick([8, 32]);
  const body = codec === 'br' ? brotliBomb(frames) : zstdBomb(frames);
  return { name: `bomb in ${codec}`, codec, body, size: 1 + random.below(4 * mebibyte), entries: 3 };
}
