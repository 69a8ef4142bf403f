import { writeSync } from 'node:fs';
import { isatty } from 'node:tty';

/** Where the end of a run is told. */
export interface Terminal {
  readonly interactive: boolean;
  write(text: string): void;
}

const stderr = 2;

/** The standard error, written to at once: at the end of a process nothing would be left to flush a stream. */
export function createTerminal(): Terminal {
  return {
    interactive: isatty(stderr),
    write(text) {
      try {
        writeSync(stderr, text);
      } catch {
        // A closed or full pipe: nobody is listening, and a build does not fail for that.
      }
    },
  };
}
