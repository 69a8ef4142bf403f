/** A trip to the thread pool takes longer than compressing so little (60 against 260 µs for 4 KiB). */
const SMALL = 64 * 1024;
/**
 * zlib makes an output buffer of `chunkSize`, and another one when it is full. At the default of 16 KiB 40 % slower;
 * one of a whole piece would be far too large for most.
 */
const OUTPUT_SIZE = 256 * 1024;

/** A call of `node:zlib` on this thread and its twin in the thread pool. */
export interface OneShot<Options, Result> {
  readonly here: (bytes: Buffer, options: Options) => Result;
  readonly inPool: (
    bytes: Buffer,
    options: Options,
    done: (error: Error | null, result: Result) => void,
  ) => void;
}

/** @param size of what is not compressed, bytes */
export async function oneShot<Options, Result>(
  { here, inPool }: OneShot<Options, Result>,
  { bytes, size, options }: { readonly bytes: Buffer; readonly size: number; readonly options: Options },
): Promise<Result> {
  if (size <= SMALL) return here(bytes, options);
  return new Promise((resolve, reject) => {
    inPool(bytes, options, (error, result) => {
      if (error) reject(error);
      else resolve(result);
    });
  });
}

export const compression = (size: number) => ({ chunkSize: Math.min(OUTPUT_SIZE, size + (size >> 8) + 64) });

/**
 * With room for one byte more than comes, zlib makes no second buffer. It takes no limit of 0, which an empty frame would
 * have; its size is checked anyway.
 */
export const decompression = (size: number) => ({
  chunkSize: Math.max(64, size + 1),
  maxOutputLength: Math.max(1, size),
});
