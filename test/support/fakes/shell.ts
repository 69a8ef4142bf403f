import type { Shell } from '../../../src/generators/shell.js';

/** A shell that runs nothing: what it was asked to run, and what was said. Commands that match `fails` fail. */
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
