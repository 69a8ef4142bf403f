import { spawnSync } from 'node:child_process';

/** What a generator does outside of the tree. */
export interface Shell {
  /** Runs a command line in a folder and in this terminal, for at most `timeout` ms; returns whether it succeeded. */
  run(command: string, cwd: string, timeout?: number): boolean;
  print(text: string): void;
}

/** The shell of this process. */
export const shell: Shell = createShell();

/** @param start what starts a command line */
export function createShell(
  platform: NodeJS.Platform = process.platform,
  start: typeof spawnSync = spawnSync,
  print: Shell['print'] = (text) => process.stdout.write(text),
): Shell {
  return {
    run(command, cwd, timeout) {
      if (platform !== 'win32' || !isShare.test(cwd))
        return start(command, { cwd, timeout, shell: true, stdio: 'inherit' }).status === 0;
      print(
        `${command} was not run: npm needs cmd.exe, which cannot run in a folder of a network share (${cwd}). ${fix}\n`,
      );
      return false;
    },
    print,
  };
}

/** e.g. `\\server\share\web`: there cmd.exe would run the command in the folder of Windows, and report no failure. */
const isShare = /^[\\/]{2}(?![?.][\\/](?!UNC[\\/]))/i;
const fix = 'Map a drive to the share (net use Z: \\\\server\\share), and run the command there.';
