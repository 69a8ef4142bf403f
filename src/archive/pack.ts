import { ArchiveError } from '../errors.js';
import { TERMINAL_OUTPUT, TERMINAL_OUTPUT_LIMIT } from './entry.js';
import type { Entry } from './entry.js';
import { Pieces } from './pieces.js';
import { planOutputs } from './plan.js';
import type { Planned } from './plan.js';
import { readFile } from './read-file.js';
import { BLOCK_SIZE, encodeHeader, headerSize, padding } from './tar-header.js';

/** A tar that is made while it is read. */
export interface Archive {
  /** tar entries; PAX headers are not counted, they belong to the entry behind them */
  readonly entries: number;
  /** bytes of the tar */
  readonly size: number;
  /** The tar in pieces of `PIECE_SIZE` and a shorter last one. Throws `ArchiveError`. */
  chunks(): Generator<Buffer>;
}

/** Two empty blocks. */
const END = Buffer.alloc(2 * BLOCK_SIZE);

/**
 * Plans the archive of the folder `root`: walks it once, reads no file yet. Throws `ArchiveError` for what
 * could not be restored.
 */
export const pack = (root: string, terminalOutput: string): Archive =>
  packPlanned(planOutputs(root), terminalOutput);

/** The same of outputs that have been planned. */
export function packPlanned(outputs: readonly Planned[], terminalOutput: string): Archive {
  const printed = Buffer.from(terminalOutput);
  const first = terminalEntry(printed.length);
  const size = [first, ...outputs].reduce((sum, entry) => sum + sizeOf(entry), END.length);
  return { entries: outputs.length + 1, size, chunks: () => chunks(first, printed, outputs, size) };
}

function terminalEntry(size: number): Entry {
  if (size > TERMINAL_OUTPUT_LIMIT)
    throw new ArchiveError(TERMINAL_OUTPUT, `is longer than ${TERMINAL_OUTPUT_LIMIT} bytes`);
  return { type: 'file', path: TERMINAL_OUTPUT, mode: 0o644, size, target: '' };
}

function sizeOf(entry: Entry): number {
  return headerSize(entry) + entry.size + padding(entry.size);
}

function* chunks(
  first: Entry,
  printed: Buffer,
  outputs: readonly Planned[],
  size: number,
): Generator<Buffer> {
  const pieces = new Pieces(size);
  yield* pieces.add(encodeHeader(first));
  yield* pieces.add(printed);
  yield* pad(first, pieces);
  for (const entry of outputs) {
    yield* pieces.add(encodeHeader(entry));
    if (entry.type === 'file') yield* readFile(entry, pieces);
    yield* pad(entry, pieces);
  }
  yield* pieces.add(END);
}

function pad({ size }: Entry, pieces: Pieces): Generator<Buffer> {
  return pieces.add(END.subarray(0, padding(size)));
}
