import { readFileSync } from 'node:fs';

/** Whether a process still runs. One that has ended stays in the table until its parent has looked at it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
