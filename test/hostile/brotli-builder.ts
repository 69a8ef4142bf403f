import zlib from 'node:zlib';

/** One frame, whose parts need not fit each other. */
export function brotliFrame(size: number, stream: Buffer, length = stream.length): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt32LE(length, 0);
  header.writeUInt32LE(size, 4);
  return Buffer.concat([header, stream]);
}

/** Content in one honest frame. */
export const brotliFrameOf = (content: Buffer): Buffer => brotliFrame(content.length, brotliStream(content));

export const brotliStream = (content: Buffer): Buffer =>
  zlib.brotliCompressSync(content, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 1 } });
