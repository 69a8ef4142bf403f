import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Machine } from './machine.js';

/** The prompts and answers of a user at a terminal. */
export interface Terminal {
  readonly screen: () => string;
  readonly type: (keys: string) => void;
  /** The exit code of the line. */
  readonly ended: Promise<number | null>;
}

/** Runs a shell command in a new terminal, which `script` creates. Without a size, the terminal would wrap every line. */
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
