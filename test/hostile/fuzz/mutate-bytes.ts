import type { Dice } from './dice.js';

type Mutation = (bytes: Buffer, dice: Dice) => Buffer;

const flip: Mutation = (bytes, dice) => {
  const at = dice.below(bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << dice.below(8));
  return bytes;
};
const overwrite: Mutation = (bytes, dice) => {
  dice.bytes(1 + dice.below(8)).copy(bytes, dice.below(bytes.length));
  return bytes;
};
const extreme: Mutation = (bytes, dice) => {
  bytes[dice.below(bytes.length)] = dice.pick([0x00, 0x7f, 0x80, 0xff]);
  return bytes;
};
const insert: Mutation = (bytes, dice) => splice(bytes, dice, dice.bytes(1 + dice.below(8)), 0);
const remove: Mutation = (bytes, dice) => splice(bytes, dice, Buffer.alloc(0), 1 + dice.below(8));
const repeat: Mutation = (bytes, dice) => {
  const from = dice.below(bytes.length);
  return splice(bytes, dice, bytes.subarray(from, from + 1 + dice.below(600)), 0);
};
const cut: Mutation = (bytes, dice) => bytes.subarray(0, dice.below(bytes.length));
const extend: Mutation = (bytes, dice) => Buffer.concat([bytes, dice.bytes(1 + dice.below(40))]);

const mutations = [flip, overwrite, extreme, insert, remove, repeat, cut, extend] as const;

/** A damaged copy; the structure of what is damaged plays no part. */
export function mutateBytes(bytes: Buffer, dice: Dice): Buffer {
  let damaged = Buffer.from(bytes);
  for (let left = 1 + dice.below(3); left > 0 && damaged.length > 0; left -= 1)
    damaged = Buffer.from(dice.pick(mutations)(damaged, dice));
  return damaged;
}

function splice(bytes: Buffer, dice: Dice, added: Buffer, removed: number): Buffer {
  const at = dice.below(bytes.length);
  return Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(at + removed)]);
}
