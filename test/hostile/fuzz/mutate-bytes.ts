import type { Random } from './random.js';

type Mutation = (bytes: Buffer, random: Random) => Buffer;

const flip: Mutation = (bytes, random) => {
  const at = random.below(bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
  return bytes;
};
const overwrite: Mutation = (bytes, random) => {
  random.bytes(1 + random.below(8)).copy(bytes, random.below(bytes.length));
  return bytes;
};
const extreme: Mutation = (bytes, random) => {
  bytes[random.below(bytes.length)] = random.pick([0x00, 0x7f, 0x80, 0xff]);
  return bytes;
};
const insert: Mutation = (bytes, random) => splice(bytes, random, random.bytes(1 + random.below(8)), 0);
const remove: Mutation = (bytes, random) => splice(bytes, random, Buffer.alloc(0), 1 + random.below(8));
const repeat: Mutation = (bytes, random) => {
  const from = random.below(bytes.length);
  return splice(bytes, random, bytes.subarray(from, from + 1 + random.below(600)), 0);
};
const cut: Mutation = (bytes, random) => bytes.subarray(0, random.below(bytes.length));
const extend: Mutation = (bytes, random) => Buffer.concat([bytes, random.bytes(1 + random.below(40))]);

const mutations = [flip, overwrite, extreme, insert, remove, repeat, cut, extend] as const;

/** A damaged copy; the damage ignores the structure of the bytes. */
export function mutateBytes(bytes: Buffer, random: Random): Buffer {
  let damaged = Buffer.from(bytes);
  for (let left = 1 + random.below(3); left > 0 && damaged.length > 0; left -= 1)
    damaged = Buffer.from(random.pick(mutations)(damaged, random));
  return damaged;
}

function splice(bytes: Buffer, random: Random, added: Buffer, removed: number): Buffer {
  const at = random.below(bytes.length);
  return Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(at + removed)]);
}
