import type { Environment } from '../config/environment.js';
import type { Screen } from './shared/terminal.js';

/** What a command knows of the process it is in. */
export interface Host {
  readonly cwd: string;
  /** the variables that a run of Nx has here: also those of `.env` files, and the signing key */
  readonly env: Environment;
  /** the variables that the process was started with */
  readonly started: Environment;
  /** for the result */
  readonly out: Sink;
  /** for everything else */
  readonly err: Sink;
  /** Asks the user for a line; undefined without a terminal. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
  /** From now on the first Ctrl-C does not end the process, but aborts this signal. */
  readonly catchInterrupt: () => AbortSignal;
}

/** A stream that a command writes to. */
export interface Sink extends Screen {
  write(text: string): void;
}
