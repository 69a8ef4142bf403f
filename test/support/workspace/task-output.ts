import type { NxRun } from './run-nx.js';

/** The tasks' output in a run with `--output-style=static`, without the lines of Nx and of the cache. */
export function taskOutput({ stdout }: NxRun): string {
  const [, shown = ''] = /^(> nx run [^]*?)\n+ NX {3}/m.exec(stdout) ?? [];
  return shown.replaceAll(/^(> nx run \S+).*$/gm, '$1');
}
