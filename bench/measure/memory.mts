import { readdirSync, readFileSync } from 'node:fs';

const interval = 50;
const pageSize = 4096;

export interface MemoryWatch {
  /** The most seen, bytes. */
  stop(): number;
}

/** Samples the resident memory of a process and its descendants (shared memory counts for each). */
export function watchMemory(root: number): MemoryWatch {
  const tree = createTree(root);
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(
      peak,
      tree().reduce((sum, pid) => sum + residentBytes(pid), 0),
    );
  }, interval);
  return {
    stop: () => {
      clearInterval(timer);
      return peak;
    },
  };
}

/** The living processes of a tree. Who is whose child is read once a process: a look has to cost next to nothing. */
function createTree(root: number): () => number[] {
  const members = new Map<number, boolean>([[root, true]]);
  return () => {
    const alive = readdirSync('/proc')
      .map(Number)
      .filter((pid) => pid > 0);
    for (const pid of alive) if (!members.has(pid)) members.set(pid, members.get(parentOf(pid)) ?? false);
    return alive.filter((pid) => members.get(pid));
  };
}

/** `123 (a name) S 45 …` → 45 */
const parentOf = (pid: number) => Number(/\) \S (\d+)/.exec(read(`/proc/${pid}/stat`))?.[1] ?? 0);

const residentBytes = (pid: number) => Number(read(`/proc/${pid}/statm`).split(' ')[1] ?? 0) * pageSize;

/** A process may end between two measurements. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
