/** A body as it comes from the network: in chunks of `size` bytes. */
export async function* inChunks(body: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let from = 0; from < body.length; from += size)
    yield Promise.resolve(body.subarray(from, from + size));
}

/** All received chunks, in one buffer. */
export async function collect(chunks: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const chunk of chunks) parts.push(Buffer.from(chunk));
  return Buffer.concat(parts);
}
