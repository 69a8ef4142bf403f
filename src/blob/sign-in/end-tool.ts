import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/**
 * Ends a tool that this process has started, with all that it has started in turn: `az` is a script, or a `cmd.exe`, around
 * Python, and Python would go on without it. Does nothing when the tool has ended, when its process id belongs to another
 * process by now, or when the system does not say whose child it is. Never throws: it is called at the end of a run.
 */
export function endTool(pid: number): void {
  for (const each of familyOf(pid, process.pid, readProcesses())) end(each);
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}

/** A process of the system. */
interface Process {
  readonly pid: number;
  readonly parent: number;
  /** Only compared; 0 where it is not needed. */
  readonly created: number;
}

/**
 * A child of a process, with its own descendants; empty when it is no child. Windows names the parent of a process for ever,
 * also when another process has that id by now: a child is not older than its parent.
 */
export function familyOf(pid: number, parent: number, processes: readonly Process[]): number[] {
  const isChild = (child: Process, of: Process) => child.parent === of.pid && child.created >= of.created;
  const owner = processes.find((each) => each.pid === parent);
  const family = processes.filter((each) => each.pid === pid && owner && isChild(each, owner));
  // The list grows while it is walked.
  for (const member of family)
    family.push(...processes.filter((each) => isChild(each, member) && !family.includes(each)));
  return family.map((each) => each.pid);
}

/** Empty where the system does not say. Small images have no `ps`, and macOS has no /proc. */
function readProcesses(): Process[] {
  try {
    if (process.platform === 'linux') return readProc();
    return parseProcesses(run(process.platform === 'win32' ? onWindows : elsewhere));
  } catch {
    return [];
  }
}

/** `4711 (node) S 4710 …`; the name may hold anything (man7.org/linux/man-pages/man5/proc_pid_stat.5.html). */
const readProc = () =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => ({
      pid: Number(pid),
      parent: Number(/.*\) \S (\d+)/s.exec(readStat(pid))?.[1] ?? 0),
      created: 0,
    }));

function readStat(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return '';
  }
}

const elsewhere = ['ps', '-A', '-o', 'pid=,ppid='] as const;
/** learn.microsoft.com/windows/win32/cimwin32prov/win32-process; a process of the system itself has no date. */
const onWindows = [
  'powershell.exe',
  '-NoProfile',
  '-NonInteractive',
  '-Command',
  'Get-CimInstance Win32_Process | ForEach-Object { "$($_.ProcessId) $($_.ParentProcessId) $($_.CreationDate.Ticks)" }',
] as const;

const run = ([command, ...words]: readonly [string, ...string[]]) =>
  execFileSync(command, words, {
    encoding: 'utf8',
    timeout: 5_000,
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });

/** A line a process: its id, that of its parent, and when it was created, if the system reports it. */
export const parseProcesses = (table: string): Process[] =>
  table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .map(([pid = 0, parent = 0, created = 0]) => ({ pid, parent, created }));
