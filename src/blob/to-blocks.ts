/** Bytes in the portions in which they came: joining them would copy every artifact once more. */
export interface Block {
  readonly parts: readonly Buffer[];
  /** bytes */
  readonly length: number;
}

/** Cuts chunks of any length into blocks of `size` bytes; the last may be shorter, and there is always one. */
export async function* toBlocks(chunks: AsyncIterable<Buffer>, size: number): AsyncGenerator<Block> {
  let parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    let rest = chunk;
    while (length + rest.length > size) {
      const cut = size - length;
      yield { parts: [...parts, rest.subarray(0, cut)], length: size };
      rest = rest.subarray(cut);
      [parts, length] = [[], 0];
    }
    parts.push(rest);
    length += rest.length;
  }
  yield { parts, length };
}

/** Several blocks as one. */
export function joinBlocks(blocks: readonly Block[]): Block {
  return {
    parts: blocks.flatMap(({ parts }) => parts),
    length: blocks.reduce((sum, { length }) => sum + length, 0),
  };
}
