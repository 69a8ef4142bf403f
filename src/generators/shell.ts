import { spawnSync } from 'node:child_process';

/** What the callback of a generator does outside of the tree. */
export interface Shell {
  /** Runs a command line in a folder, in this terminal, for so many ms at most; whether it ended well. */
  run(command: string, cwd: string, timeout?: number): boolean;
  say(text: string): void;
}

/** The shell of this process. */
export const shell: Shell = {
  run: (command, cwd, timeout) =>
    spawnSync(command, { cwd, timeout, shell: true, stdio: 'inherit' }).status === 0,
  say: (text) => {
    process.stdout.write(text);
  },
};
