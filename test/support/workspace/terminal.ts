import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Machine } from './machine.js';

/** What somebody at a terminal sees and types. */
export interface Terminal {
  readonly screen: () => string;
  readonly type: (keys: string) => void;
  /** The exit code of the line. */
  readonly ended: Promise<number | null>;
}

/** Runs a line of the shell in a terminal of its own, which `script` makes; without a size, all would be wrapped to nothing. */
export function openTerminal(line: string, { workspace, env }: Pick<Machine, 'workspace' | 'env'>): Terminal {
  const child = spawn('script', ['-qec', `stty cols 160 rows 50; ${line}`, '/dev/null'], {
    cwd: workspace,
    env: { ...env, TERM: 'xterm', SHELL: '/bin/sh' },
  });
  let screen = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (screen += text));
  return {
    screen: () => screen,
    type: (keys) => child.stdin.write(keys),
    ended: (once(child, 'close') as Promise<[number | null]>).then(([code]) => code),
  };
}
