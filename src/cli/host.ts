import type { Environment } from '../config/environment.js';

/** What a command knows of the process it is in. */
export interface Host {
  readonly cwd: string;
  /** the variables that a run of Nx would have here: those of `.env` files, too, and the signing key */
  readonly env: Environment;
  /** the variables that the process was started with */
  readonly started: Environment;
  /** what was asked for */
  readonly out: Sink;
  /** everything else */
  readonly err: Sink;
  /** Asks the user for a line; undefined where nobody sits at a terminal. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
  /** From now on the first Ctrl-C does not end the process, but aborts this. */
  readonly catchInterrupt: () => AbortSignal;
}

/** A stream that a command writes to. */
export interface Sink {
  write(text: string): void;
  /** of the terminal; undefined where there is none */
  readonly width: number | undefined;
  readonly hasColors: boolean;
}
