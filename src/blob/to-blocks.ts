/** Joins chunks of any length into blocks of `size` bytes; the last may be shorter, and there is always one. */
export async function* toBlocks(chunks: AsyncIterable<Buffer>, size: number): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    let rest = chunk;
    while (length + rest.length > size) {
      const cut = size - length;
      yield Buffer.concat([...parts, rest.subarray(0, cut)]);
      rest = rest.subarray(cut);
      [parts, length] = [[], 0];
    }
    parts.push(rest);
    length += rest.length;
  }
  yield parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
}
