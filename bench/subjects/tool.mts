import type { Machine } from '../machine.mjs';
import type { Files } from '../work/files.mjs';
import type { Work } from '../work/work.mjs';

/** A task runner without a remote cache, which measures the limits. */
export interface Tool {
  /** The workspace; `remote` is the remote cache's part of the tool's own configuration. */
  files(work: Work, options: { seconds: number; remote: object }): Files;
  /** Creates the parts of a checkout that are not files of the work. */
  prepare?(machine: Machine): Promise<void>;
  /** Builds everything. */
  command(machine: Machine): readonly string[];
  env(machine: Machine): Readonly<Record<string, string>>;
  /** When the tasks were done, before anything that happens behind them; on the clock of the file system. */
  doneAt?(machine: Machine): number;
}

/** Tasks at a time, for every tool: enough for 300 ms tasks not to be all that is measured. */
export const parallel = 8;

export const taskScript = new URL('../work/task.sh', import.meta.url).pathname;
