import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';

import { collect, inChunks } from '../../../test/hostile/bodies.js';
import { brotliFrame, brotliFrameOf } from '../../../test/hostile/brotli-builder.js';
import { sampleContent, sampleZstd } from '../../../test/hostile/zstd-sample.js';
import { pieceSize } from '../pack/pack.js';
import { compress, decompress, parseCodec, preferredCodec, type Codec } from './codec.js';
import { decodeWithFzstd } from './decode-with-fzstd.js';
import { decodeWithNode, decompressZstd, hasZstd, type FrameDecoder } from './zstd.js';

const codecs = [...new Set<Codec>(['br', preferredCodec()])];

function* inPieces(content: Buffer): Generator<Buffer> {
  for (let from = 0; from < content.length; from += pieceSize)
    yield Buffer.from(content.subarray(from, from + pieceSize));
}

test.each([
  ['zstd', 'zstd'],
  ['br', 'br'],
  ['gzip', undefined],
  ['ZSTD', undefined],
  ['', undefined],
  [undefined, undefined],
])('%j is the codec %j', (value, codec) => {
  expect(parseCodec(value)).toBe(codec);
});

test('zstd is preferred where this Node has it', () => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  expect(preferredCodec()).toBe(major > 22 || (major === 22 && minor >= 15) ? 'zstd' : 'br');
});

test('the many codes of the decoder are not reported: each would be one more warning', async () => {
  const messages: string[] = [];
  for (let i = 0; i < 30; i++) {
    const body = brotliFrame(64, createHash('sha512').update(String(i)).digest());
    const read = collect(decompress(inChunks(body, body.length), 'br', 1000));
    await read.catch((error: unknown) => messages.push(String(error)));
  }
  expect(messages).toHaveLength(30);
  expect(messages.join()).not.toContain('ERR_');
});

const contents: [string, Buffer][] = [
  ['a byte', Buffer.from('x')],
  ['something small', Buffer.from('small '.repeat(100))],
  ['something small that does not compress', randomBytes(1000)],
  ['a piece', Buffer.alloc(pieceSize, 'piece ')],
  ['a piece and a byte', Buffer.alloc(pieceSize + 1, 'piece ')],
  ['several pieces', Buffer.alloc(5 * pieceSize + 1234, 'pieces ')],
  ['several pieces that do not compress', randomBytes(2 * pieceSize + 1234)],
];

describe.each(codecs)('through %s', (codec) => {
  test.each(contents)('%s comes back identical, in whatever chunks it arrives', async (_, content) => {
    const body = await collect(compress(inPieces(content), codec));
    for (const size of [10_000, 65_536, body.length]) {
      const restored = await collect(decompress(inChunks(body, size), codec, content.length));
      expect(restored.equals(content)).toBe(true);
    }
  });

  test('a body may arrive byte by byte', async () => {
    const content = Buffer.from('small '.repeat(100));
    const body = await collect(compress(inPieces(content), codec));
    expect(await collect(decompress(inChunks(body, 1), codec, content.length))).toEqual(content);
  });

  test('content beyond the limit is refused', async () => {
    const body = await collect(compress(inPieces(Buffer.alloc(1000)), codec));
    await expect(collect(decompress(inChunks(body, 1000), codec, 999))).rejects.toThrow(
      'larger than declared',
    );
  });

  test('an error of the archive passes through', async () => {
    const failing = function* () {
      yield Buffer.alloc(pieceSize);
      throw new Error('gone');
    };
    await expect(collect(compress(failing(), codec))).rejects.toThrow(/^gone$/);
  });

  test('an error of the network passes through', async () => {
    const body = await collect(compress(inPieces(randomBytes(10_000)), codec));
    const failing = async function* () {
      yield await Promise.resolve(body.subarray(0, 5000));
      throw new Error('reset');
    };
    await expect(collect(decompress(failing(), codec, 10_000))).rejects.toThrow(/^reset$/);
  });

  test('a reader that stops early ends its source', async () => {
    let ended = false;
    const endless = function* () {
      try {
        for (;;) yield randomBytes(pieceSize);
      } finally {
        ended = true;
      }
    };
    for await (const chunk of compress(endless(), codec)) if (chunk.length > 0) break;
    await expect.poll(() => ended).toBe(true);
  });
});

const decoders: [string, FrameDecoder][] = [['fzstd', decodeWithFzstd]];
if (hasZstd()) decoders.push(['Node', decodeWithNode]);

test.each(decoders)('%s reads all frames of what Node 24 wrote', async (_, decoder) => {
  for (const size of [1, 1000, sampleZstd.length]) {
    const content = await collect(decompressZstd(inChunks(sampleZstd, size), decoder));
    expect(content.equals(sampleContent())).toBe(true);
  }
});

test('every Node reads both codecs', async () => {
  const content = sampleContent();
  const bodies = { zstd: sampleZstd, br: brotliFrameOf(content.subarray(0, 100_000)) };
  expect((await collect(decompress(inChunks(bodies.zstd, 500), 'zstd', 5_000_000))).equals(content)).toBe(
    true,
  );
  expect((await collect(decompress(inChunks(bodies.br, 500), 'br', 100_000))).length).toBe(100_000);
});

test.each(codecs)('a compressed piece in %s does not hold a whole buffer', async (codec) => {
  for await (const chunk of compress(inPieces(Buffer.alloc(pieceSize)), codec))
    expect(chunk.buffer.byteLength).toBeLessThan(pieceSize / 2);
});
