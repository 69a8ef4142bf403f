import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/**
 * Ends a tool that this process has started, with all that it has started in turn: `az` is a script, or a `cmd.exe`, around
 * Python, and Python would go on without it. Does nothing when the tool has ended, and never throws: it is called at the end
 * of a run.
 */
export function endTool(pid: number): void {
  if (process.platform === 'win32') spawnSync('taskkill', ['/pid', String(pid), '/t', '/f'], quickly);
  else for (const each of familyOf(pid)) end(each);
}

const quickly = { stdio: 'ignore', timeout: 5_000, windowsHide: true } as const;

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}

/** A process id is used again: one that is no child of this process is none of its tools. */
function familyOf(pid: number): number[] {
  const parents = readParents() ?? new Map([[pid, process.pid]]);
  const withChildren = (parent: number): number[] => [
    parent,
    ...[...parents].filter(([, of]) => of === parent).flatMap(([child]) => withChildren(child)),
  ];
  return parents.get(pid) === process.pid ? withChildren(pid) : [];
}

/** By process id; undefined where nobody says. Small images have no `ps`, and macOS has no /proc. */
function readParents(): ReadonlyMap<number, number> | undefined {
  try {
    const lines = process.platform === 'linux' ? readProc() : readPs();
    return new Map(lines.map(([pid, parent]) => [Number(pid), Number(parent)]));
  } catch {
    return undefined;
  }
}

/** `4711 (node) S 4710 …`; the name may hold anything (man7.org/linux/man-pages/man5/proc_pid_stat.5.html). */
const readProc = () =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => [pid, /.*\) \S (\d+)/s.exec(readStat(pid))?.[1] ?? '0'] as const);

function readStat(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return '';
  }
}

function readPs(): (readonly [string, string])[] {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8', timeout: 5_000 });
  return table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/) as [string, string]);
}
