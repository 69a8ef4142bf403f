import type { Environment } from '../config/environment.js';

/** What a command knows of the process it is in. */
export interface Host {
  readonly cwd: string;
  /** with the signing key */
  readonly env: Environment;
  /** what was asked for */
  readonly out: Sink;
  /** everything else */
  readonly err: Sink;
}

/** A stream that a command writes to. */
export interface Sink {
  write(text: string): void;
  /** of the terminal; undefined where there is none */
  readonly width: number | undefined;
  readonly hasColors: boolean;
}
