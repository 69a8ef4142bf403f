/** One entry of the archive, whichever way it travels. */
export interface Entry {
  readonly type: 'file' | 'directory' | 'symlink';
  /** e.g. `outputs/dist/main.js`: `/` on every platform, none at the end */
  readonly path: string;
  /** permission bits only */
  readonly mode: number;
  /** bytes of content; 0 unless it is a file */
  readonly size: number;
  /** where a symlink points to, as it was written; empty otherwise */
  readonly target: string;
}

/** The first entry: what the task printed. */
export const TERMINAL_OUTPUT = 'terminalOutput';
/** The second entry, and the folder of all the others. */
export const OUTPUTS = 'outputs';
/** The only entry that is held in memory as a whole, so it has a limit of its own: bytes of UTF-8. */
export const TERMINAL_OUTPUT_LIMIT = 64 * 1024 * 1024;
/** What an `ArchiveError` names when it is about no single entry. */
export const WHOLE = 'archive';
