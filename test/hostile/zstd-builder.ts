/** One block of a zstd frame, unchecked. */
export interface Block {
  /** 0 raw, 1 one byte repeated, 2 compressed, 3 reserved */
  readonly type: number;
  /** the size in the header: the number of bytes that follow, or of repetitions of the byte */
  readonly size: number;
  readonly body: Buffer;
}

export const raw = (content: Buffer | string): Block => {
  const body = Buffer.from(content);
  return { type: 0, size: body.length, body };
};
export const repeated = (byte: number, size: number): Block => ({ type: 1, size, body: Buffer.from([byte]) });
export const compressed = (body: Buffer): Block => ({ type: 2, size: body.length, body });

/** A frame of a single segment that declares `contentSize`, written by hand: every Node can create it. */
export function frameOf(contentSize: number, blocks: readonly Block[]): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(contentSize);
  return Buffer.concat([
    frameHeader(0xa0, size),
    ...blocks.map((block, index) => encode(block, index === blocks.length - 1)),
  ]);
}

/** `descriptor`: bits 7–6 length of the content size, 5 single segment, 3 reserved, 2 checksum, 1–0 dictionary. */
export function frameHeader(descriptor: number, rest: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, descriptor]), rest]);
}

function encode({ type, size, body }: Block, last: boolean): Buffer {
  const header = Buffer.alloc(3);
  header.writeUIntLE((last ? 1 : 0) | (type << 1) | (size << 3), 0, 3);
  return Buffer.concat([header, body]);
}
