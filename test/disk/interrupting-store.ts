import type { BlobStore } from '../../src/blob/blob-store.js';

/** The same store, but something happens once a part of a body has passed, up or down. */
export function interruptingStore(store: BlobStore, action: () => void): BlobStore {
  return {
    download: async (name) => {
      const blob = await store.download(name);
      return blob && { ...blob, chunks: interrupted(blob.chunks, action) };
    },
    upload: (name, body, ...rest) => store.upload(name, interrupted(body, action), ...rest),
  };
}

async function* interrupted(chunks: AsyncIterable<Buffer>, action: () => void): AsyncGenerator<Buffer> {
  let isFirst = true;
  for await (const chunk of chunks) {
    yield chunk;
    if (isFirst) action();
    isFirst = false;
  }
}
