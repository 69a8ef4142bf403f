/** Up to this size, a trip to the thread pool takes longer than compressing (260 against 60 µs for 4 KiB). */
const small = 64 * 1024;
/**
 * zlib makes an output buffer of `chunkSize`, and another one when it is full. The default of 16 KiB is 40 % slower; a
 * buffer of a whole piece would be far too large for most.
 */
const outputSize = 256 * 1024;

/** A function of `node:zlib` in both its forms. */
export interface ZlibFunction<Options, Result> {
  readonly sync: (bytes: Buffer, options: Options) => Result;
  /** in the thread pool */
  readonly async: (
    bytes: Buffer,
    options: Options,
    done: (error: Error | null, result: Result) => void,
  ) => void;
}

/** @param size of the uncompressed bytes */
export async function runZlib<Options, Result>(
  { sync, async }: ZlibFunction<Options, Result>,
  { bytes, size, options }: { readonly bytes: Buffer; readonly size: number; readonly options: Options },
): Promise<Result> {
  if (size <= small) return sync(bytes, options);
  return new Promise((resolve, reject) => {
    async(bytes, options, (error, result) => {
      if (error) reject(error);
      else resolve(result);
    });
  });
}

export const compression = (size: number) => ({ chunkSize: Math.min(outputSize, size + (size >> 8) + 64) });

/**
 * With room for one byte more than the content, zlib makes no second buffer. It accepts no limit of 0, which an empty frame
 * would have; the size is checked anyway.
 */
export const decompression = (size: number) => ({
  chunkSize: Math.max(64, size + 1),
  maxOutputLength: Math.max(1, size),
});
