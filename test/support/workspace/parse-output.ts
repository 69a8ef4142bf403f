import type { NxRun } from './run-nx.js';

/** The package's messages at the end of a run, without the leading package name. */
export interface ParsedOutput {
  readonly warnings: readonly string[];
  /** Lines that are neither warnings nor the summary. */
  readonly notes: readonly string[];
  /** e.g. `3 hits (1.2 MB), 2 misses, 2 stored (0.4 MB), waited 0.3 s`; empty when there was none. */
  readonly summary: string;
  /** Seconds that the run stood still for the remote cache, from the summary. */
  readonly waited: number;
}

export function parseOutput({ stderr }: Pick<NxRun, 'stderr'>): ParsedOutput {
  const lines = stderr
    .split('\n')
    .filter((line) => line.startsWith('nx-azure-cache: '))
    .map((line) => line.slice('nx-azure-cache: '.length));
  const isWarning = (line: string) => line.startsWith('warning: ');
  const isSummary = (line: string) => /^\d+ hits?\b/.test(line);
  const summary = lines.find(isSummary) ?? '';
  return {
    warnings: lines.filter(isWarning),
    notes: lines.filter((line) => !isWarning(line) && !isSummary(line)),
    summary,
    waited: Number(/waited ([\d.]+) s/.exec(summary)?.[1]),
  };
}
