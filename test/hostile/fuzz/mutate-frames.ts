import { frameHeader } from '../zstd-builder.js';
import { mutateBytes } from './mutate-bytes.js';
import type { Random } from './random.js';

/** Descriptor, window and content size stand in the first bytes, the first block behind them. */
const headLength = 16;
const descriptors = [0x00, 0x20, 0x24, 0x60, 0xa0, 0xa1, 0xa8, 0xe0, 0xff] as const;
const skippable = Buffer.from('502a4d180400000065766c21', 'hex');

/** A compressed body with a damaged start, with frames that do not belong there, or twice. */
export function mutateFrames(body: Buffer, random: Random): Buffer {
  return random.pick([
    () => Buffer.concat([mutateBytes(body.subarray(0, headLength), random), body.subarray(headLength)]),
    () =>
      Buffer.concat([frameHeader(random.pick(descriptors), random.bytes(random.below(9))), body.subarray(9)]),
    () => Buffer.concat([skippable, body]),
    () => Buffer.concat([body, skippable]),
    () => Buffer.concat([body, body]),
    () => Buffer.concat([body, frameHeader(0x20, Buffer.from([0, 1, 0, 0]))]),
    () => Buffer.concat([body.subarray(0, headLength), random.bytes(200)]),
  ])();
}
