/** One entry of the archive, whether it is packed or unpacked. */
export interface Entry {
  readonly type: 'file' | 'directory' | 'symlink';
  /** e.g. `outputs/dist/main.js`: with `/` on every platform, and none at the end */
  readonly path: string;
  /** permission bits only */
  readonly mode: number;
  /** bytes of content; 0 unless it is a file */
  readonly size: number;
  /** the target of a symlink as it was written; empty otherwise */
  readonly target: string;
}

/** The first entry: what the task printed. */
export const terminalOutputName = 'terminalOutput';
/** The second entry, and the folder of all others. */
export const outputsName = 'outputs';
/** Bytes of UTF-8. The terminal output is the only entry that is held in memory as a whole. */
export const terminalOutputLimit = 64 * 1024 * 1024;
