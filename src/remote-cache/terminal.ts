import { writeSync } from 'node:fs';
import { isatty } from 'node:tty';

/** Where the end of a run is told. */
export interface Terminal {
  readonly interactive: boolean;
  write(text: string): void;
}

const descriptors = { stdout: 1, stderr: 2 };

/** A stream of this process, written to at once: at its end nothing would be left to flush one. */
export function createTerminal(stream: keyof typeof descriptors = 'stderr'): Terminal {
  const descriptor = descriptors[stream];
  return {
    interactive: isatty(descriptor),
    write(text) {
      try {
        writeSync(descriptor, text);
      } catch {
        // A closed or full pipe: nobody is listening, and a build does not fail for that.
      }
    },
  };
}
