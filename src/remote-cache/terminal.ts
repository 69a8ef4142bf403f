import { writeSync } from 'node:fs';
import { isatty } from 'node:tty';

/** A stream of this process that is written to at once: at its end, nothing would flush a buffer. */
export interface Terminal {
  readonly interactive: boolean;
  write(text: string): void;
}

const descriptors = { stdout: 1, stderr: 2 };

export function createTerminal(stream: keyof typeof descriptors): Terminal {
  const descriptor = descriptors[stream];
  return {
    interactive: isatty(descriptor),
    write(text) {
      try {
        writeSync(descriptor, text);
      } catch {
        // The pipe is closed or full. A build does not fail for that.
      }
    },
  };
}
