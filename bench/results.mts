import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';

/** The figures of one run of one subject. */
export interface Sample {
  /** from the start of the process to its end */
  readonly ms: number;
  /** of a tool, until the tasks were done: the rest is the drain; of a driver, from its first call to its end */
  readonly doneMs: number;
  readonly cpuSeconds: number;
  readonly peakBytes: number;
  /** at the storage; absent where it doesn't count */
  readonly requests?: number;
  readonly wireBytes?: number;
  /** how often the Azure CLI was started; absent where no tool could start it */
  readonly azStarts?: number;
  /** that the run stood still for the remote cache, by its own account; absent where it gives none */
  readonly waitedMs?: number;
}

export interface Row extends Sample {
  readonly section: string;
  readonly work: string;
  /** in the work */
  readonly tasks: number;
  /** that a task takes */
  readonly seconds: number;
  readonly network: string;
  readonly storage: string;
  readonly subject: string;
  /** Subjects on the same tool; those of a family have one limit. */
  readonly family: string;
  readonly isLimit: boolean;
  readonly phase: 'cold' | 'warm';
  readonly round: number;
  /** of the warm run within the round, from the second on */
  readonly repeat?: number;
}

/** A failed run: it has no figures, and the failure is part of the result. */
interface Failure extends Pick<Row, 'section' | 'work' | 'network' | 'subject' | 'round'> {
  readonly reason: string;
}

export interface Results {
  readonly date: string;
  readonly command: string;
  /** of this project */
  readonly revision: string;
  readonly machine: {
    readonly processor: string;
    readonly cores: number;
    readonly memoryGiB: number;
    readonly node: string;
  };
  readonly rows: Row[];
  readonly failures: Failure[];
}

export function createResults(args: readonly string[]): Results {
  const processors = cpus();
  return {
    date: new Date().toISOString(),
    command: commandOf(args),
    revision: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim(),
    machine: {
      processor: processors[0]?.model ?? 'unknown',
      cores: processors.length,
      memoryGiB: Math.round(totalmem() / 2 ** 30),
      node: process.version,
    },
    rows: [],
    failures: [],
  };
}

/** The command as a reader can run it, without the path of the tarball on one machine. */
function commandOf(args: readonly string[]): string {
  const told = args.filter((arg, index) => arg !== '--tarball' && args[index - 1] !== '--tarball');
  const quoted = told.map((arg) => (/[^\w.,=/-]/.test(arg) ? JSON.stringify(arg) : arg));
  return ['npm run bench', ...(quoted.length > 0 ? ['--', ...quoted] : [])].join(' ');
}

const folder = join(import.meta.dirname, 'results');

/** Written after every round: an interrupted benchmark keeps its finished rounds. Git ignores the folder. */
export function saveResults(results: Results): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${results.date.replaceAll(':', '').slice(0, 17)}-${results.revision}.json`);
  writeFileSync(file, JSON.stringify(results));
  return file;
}

/** @throws Error for a file that is missing or is not JSON */
export const readResults = (files: readonly string[]): Results[] =>
  files.map((file) => JSON.parse(readFileSync(file, 'utf8')) as Results);
