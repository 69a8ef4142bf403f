import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { parseTimes } from './cpu-times.mjs';
import { watchMemory } from './memory.mjs';

export interface Measured {
  readonly ms: number;
  /** user and system, of the process and all its descendants that were waited for */
  readonly cpuSeconds: number;
  /** the most that all processes of the tree held at once, bytes */
  readonly peakBytes: number;
  /** when it was started, on the clock of the file system */
  readonly startedAt: number;
}

export interface Run {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Receives the output of the command. */
  readonly log: string;
}

/** bash knows the resources that its children used, and writes them to the file when the command has ended. */
const script = '"$@"; code=$?; times >"$0"; exit $code';

/** Runs a command to its end. @throws Error when it fails, with the end of its output */
export async function measure({ command, cwd, env, log }: Run): Promise<Measured> {
  const output = openSync(log, 'w');
  const [startedAt, started] = [Date.now(), performance.now()];
  const times = `${log}.times`;
  const child = spawn('bash', ['-c', script, times, ...command], {
    cwd,
    env,
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  const memory = watchMemory(child.pid ?? 0);
  const [code] = (await once(child, 'exit')) as [number | null];
  const ms = performance.now() - started;
  const peakBytes = memory.stop();
  if (code !== 0) throw new Error(`it ended with ${String(code)}\n${readFileSync(log, 'utf8').slice(-2000)}`);
  return { ms, cpuSeconds: parseTimes(readFileSync(times, 'utf8')), peakBytes, startedAt };
}
