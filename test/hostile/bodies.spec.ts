import { describe, expect, test } from 'vitest';

import { decompress, type Codec } from '../../src/archive/codec/codec.js';
import { decodeWithFzstd } from '../../src/archive/codec/decode-with-fzstd.js';
import { largestContent, largestFrame } from '../../src/archive/codec/frames.js';
import { decodeWithNode, decompressZstd, hasZstd, type FrameDecoder } from '../../src/archive/codec/zstd.js';
import { ArchiveError } from '../../src/errors.js';
import { collect, inChunks } from './bodies.js';
import { brotliFrame, brotliFrameOf, brotliStream } from './brotli-builder.js';
import { compressed, frameHeader, frameOf, raw, repeated } from './zstd-builder.js';

const mebibyte = 1024 * 1024;
const decoders: [string, FrameDecoder][] = [['fzstd', decodeWithFzstd]];
if (hasZstd()) decoders.push(['Node', decodeWithNode]);
const honest = frameOf(7, [raw('content')]);
const bytes = (...values: number[]) => Buffer.from(values);
const size8 = (value: bigint) => {
  const field = Buffer.alloc(8);
  field.writeBigUInt64LE(value);
  return field;
};

const accepted: [string, Buffer, number][] = [
  ['one frame', honest, 7],
  ['an empty frame', Buffer.concat([frameOf(0, [raw('')]), honest]), 7],
  ['frames in a row', Buffer.concat([honest, honest, honest]), 21],
  ['several blocks', frameOf(10, [raw('con'), repeated(1, 4), raw(''), raw('end')]), 10],
  [
    'a frame that does not say its size',
    Buffer.concat([frameHeader(0x00, bytes(0x48)), honest.subarray(9)]),
    7,
  ],
  ['a window of 8 MiB', Buffer.concat([frameHeader(0x00, bytes(13 << 3)), honest.subarray(9)]), 7],
  [
    'a size in two bytes',
    Buffer.concat([frameHeader(0x60, bytes(1, 0)), frameOf(0, [repeated(1, 257)]).subarray(9)]),
    257,
  ],
  [
    'as much as a frame may hold',
    frameOf(
      largestContent,
      Array.from({ length: 32 }, () => repeated(7, 128 * 1024)),
    ),
    largestContent,
  ],
  ['nothing', Buffer.alloc(0), 0],
];

const refused: [string, Buffer][] = [
  ['garbage', Buffer.from('this is no zstd at all')],
  ['garbage behind a frame', Buffer.concat([honest, Buffer.from('garbage')])],
  ['a single byte behind a frame', Buffer.concat([honest, bytes(0)])],
  ['a frame to be skipped', Buffer.concat([bytes(0x50, 0x2a, 0x4d, 0x18, 1, 0, 0, 0, 0), honest])],
  ['a frame of an old format', Buffer.concat([bytes(0x27, 0xb5, 0x2f, 0xfd), honest.subarray(4)])],
  ['a dictionary', Buffer.concat([frameHeader(0xa1, bytes(1, 7, 0, 0, 0)), honest.subarray(9)])],
  ['a reserved bit', Buffer.concat([frameHeader(0xa8, bytes(7, 0, 0, 0)), honest.subarray(9)])],
  ['a window above 8 MiB', Buffer.concat([frameHeader(0x00, bytes((13 << 3) | 1)), honest.subarray(9)])],
  ['a window of terabytes', Buffer.concat([frameHeader(0x00, bytes(0xff)), honest.subarray(9)])],
  ['a size above that', frameOf(largestContent + 1, [repeated(1, 1)])],
  ['a size of exabytes', Buffer.concat([frameHeader(0xe0, size8(2n ** 63n)), honest.subarray(9)])],
  ['a reserved block', frameOf(7, [{ type: 3, size: 7, body: Buffer.from('content') }])],
  ['a block above 128 KiB', frameOf(128 * 1024 + 1, [repeated(1, 128 * 1024 + 1)])],
  ['a frame with less than it declares', frameOf(8, [raw('content')])],
  ['a frame with more than it declares', frameOf(6, [raw('content')])],
  ['a frame with much more than it declares', frameOf(6, [repeated(1, 100_000), repeated(1, 100_000)])],
  ['a compressed block of garbage', frameOf(7, [compressed(Buffer.from('garbage in, garbage out'))])],
  ['a last block that is not there', honest.subarray(0, 9)],
  ['a checksum that is not there', Buffer.concat([frameHeader(0xa4, bytes(7, 0, 0, 0)), honest.subarray(9)])],
];

describe.each(decoders)('zstd by %s', (_name, decoder) => {
  test.each(accepted)('%s is accepted', async (_, body, size) => {
    expect((await collect(decompressZstd(inChunks(body, 65_536), decoder))).length).toBe(size);
  });

  test.each(refused)('%s is refused', async (_, body) => {
    await expect(collect(decompressZstd(inChunks(body, 65_536), decoder))).rejects.toThrow(ArchiveError);
  });

  test('a body that is cut off within a frame is refused at every byte', async () => {
    for (let length = 1; length < honest.length; length += 1)
      await expect(collect(decompressZstd(inChunks(honest.subarray(0, length), 5), decoder))).rejects.toThrow(
        'is cut off',
      );
  });

  test.each([
    ['a frame to be skipped', 'does not begin as one'],
    ['garbage', 'does not begin as one'],
    ['a dictionary', 'dictionary'],
    ['a reserved bit', 'dictionary'],
    ['a window of terabytes', 'too large a window'],
    ['a size of exabytes', 'more than 4 MiB'],
    ['a size above that', 'more than 4 MiB'],
    ['a reserved block', 'an impossible block'],
    ['a block above 128 KiB', 'an impossible block'],
  ])('%s never comes to the decoder', async (name, reason) => {
    const body = new Map(refused).get(name) ?? Buffer.alloc(0);
    await expect(collect(decompressZstd(inChunks(body, 65_536), decoder))).rejects.toThrow(reason);
  });

  test('a frame that does not end is refused before it fills the memory', async () => {
    const long = frameOf(
      7,
      Array.from({ length: 5 * 1024 }, () => raw(Buffer.alloc(1024))),
    );
    await expect(collect(decompressZstd(inChunks(long, 65_536), decoder))).rejects.toThrow(
      'a frame is too long',
    );
  });

  test('a frame that keeps a decoder busy for ever is refused', async () => {
    // A Huffman table whose weights are coded in zero bits each: fzstd never reaches their end.
    const table = bytes(4, 0xf0, 0x03, 0x00, 0x80);
    const endless = frameOf(100, [
      compressed(Buffer.concat([bytes(0x42, 0x00, 0x02), table, bytes(0, 0, 0)])),
    ]);
    await expect(collect(decompressZstd(inChunks(endless, 1000), decoder))).rejects.toThrow(
      'is not valid zstd',
    );
  });
});

describe('brotli', () => {
  const content = Buffer.from('some content, '.repeat(50));
  const stream = brotliStream(content);
  const honest = brotliFrame(content.length, stream);
  const read = (body: Buffer, chunk = 1000) =>
    collect(decompress(inChunks(body, chunk), 'br', 10 * mebibyte));

  test.each([
    ['one frame', honest, content],
    ['frames in a row', Buffer.concat([honest, honest]), Buffer.concat([content, content])],
    ['an empty frame', Buffer.concat([brotliFrameOf(bytes()), honest]), content],
    [
      'as much as a frame may hold',
      brotliFrameOf(Buffer.alloc(largestContent)),
      Buffer.alloc(largestContent),
    ],
    ['nothing', bytes(), bytes()],
  ])('%s is accepted', async (_, body, expected) => {
    expect((await read(body)).equals(expected)).toBe(true);
  });

  test('a body that is cut off within a frame is refused at every byte', async () => {
    for (let length = 1; length < honest.length; length += 1)
      await expect(read(honest.subarray(0, length), 5)).rejects.toThrow('is cut off');
  });

  test('a stream that is cut off is refused at every byte', async () => {
    for (let length = 0; length < stream.length; length += 1)
      await expect(read(brotliFrame(content.length, stream.subarray(0, length)))).rejects.toThrow(
        'is not valid brotli',
      );
  });

  test.each([
    ['garbage', Buffer.from('this is no brotli at all'), 'a frame is too long'],
    ['garbage in a frame', brotliFrame(7, Buffer.from('garbage')), 'is not valid brotli'],
    ['a byte behind a frame', Buffer.concat([honest, bytes(0)]), 'is cut off'],
    ['a byte behind a stream', brotliFrame(content.length, Buffer.concat([stream, bytes(0)])), 'ends before'],
    ['a stream behind a stream', brotliFrame(content.length, Buffer.concat([stream, stream])), 'ends before'],
    ['a frame with less than it declares', brotliFrame(content.length + 1, stream), 'another size'],
    ['a frame with more than it declares', brotliFrame(content.length - 1, stream), 'is not valid brotli'],
    ['a frame that says it is empty', brotliFrame(0, stream), 'is not valid brotli'],
    ['a content above the limit', brotliFrame(largestContent + 1, stream), 'a frame is too long'],
    ['a frame of gigabytes', brotliFrame(7, stream, 2 ** 32 - 1), 'a frame is too long'],
    ['a frame above the limit', brotliFrame(7, stream, largestFrame + 1), 'a frame is too long'],
  ])('%s is refused', async (_, body, reason) => {
    for (const chunk of [1, 7, mebibyte]) await expect(read(body, chunk)).rejects.toThrow(reason);
  });
});

/** A gigabyte of zeros in a few kilobytes. */
function bomb(codec: Codec): Buffer {
  const frame = codec === 'br' ? brotliFrameOf(Buffer.alloc(largestContent)) : zerosInZstd;
  return Buffer.concat(Array.from({ length: 256 }, () => frame));
}

const zerosInZstd = frameOf(
  largestContent,
  Array.from({ length: 32 }, () => repeated(0, 128 * 1024)),
);

test.each(['br', 'zstd'] as const)(
  'a bomb in %s is refused at the announced size, in little memory',
  async (codec) => {
    const body = bomb(codec);
    expect(body.length).toBeLessThan(mebibyte);
    const before = process.memoryUsage.rss();
    let received = 0;
    const reading = async () => {
      for await (const chunk of decompress(inChunks(body, 65_536), codec, 10 * mebibyte))
        received += chunk.length;
    };
    await expect(reading()).rejects.toThrow('is larger than declared');
    expect(received).toBeLessThanOrEqual(10 * mebibyte);
    expect(process.memoryUsage.rss() - before).toBeLessThan(100 * mebibyte);
  },
);
