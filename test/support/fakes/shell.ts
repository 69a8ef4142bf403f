import type { Shell } from '../../../src/generators/shell.js';

/** A shell that runs nothing. It records the commands and the messages. Commands that match `fails` fail. */
export function createFakeShell(fails?: RegExp): Shell & { readonly ran: string[]; readonly said: string[] } {
  const [ran, said]: [string[], string[]] = [[], []];
  return {
    ran,
    said,
    run: (command) => {
      ran.push(command);
      return fails?.test(command) !== true;
    },
    print: (text) => {
      said.push(text);
    },
  };
}
