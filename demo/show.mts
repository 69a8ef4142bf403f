import { styleText } from 'node:util';
import type { StoredBlob } from '../test/support/azurite.js';
import type { NxRun } from '../test/support/workspace/run-nx.js';

const print = (line = '') => {
  process.stdout.write(`${line}\n`);
};
const dim = (text: string) => styleText('dim', text);
const bold = (text: string) => styleText('bold', text);

export function heading(text: string): void {
  print(`\n${bold(text)}`);
}

/** Prints the current step, then its duration. */
export async function step<T>(text: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const result = await work();
  print(`  ${text.padEnd(50)}${dim(seconds(performance.now() - started))}`);
  return result;
}

const origins = {
  'remote-cache-hit': styleText('green', 'from Azure'),
  'local-cache-hit': styleText('yellow', 'from the local cache'),
  'cache-miss': 'built here',
};

/** One line per task: the time of a hit is that of its lookup, any other time is Nx's measurement. */
export function showRun(run: NxRun): void {
  const lookups = readLookups(run);
  for (const { task, hash, status, ms } of run.tasks) {
    const lookup = status === 'remote-cache-hit' ? lookups.get(hash) : undefined;
    const size = lookup === undefined ? '' : dim(`  ${lookup.size}`);
    print(`  ${task.padEnd(16)}${(lookup?.time ?? seconds(ms)).padStart(9)}   ${origins[status]}${size}`);
  }
  print(`  ${'in all'.padEnd(16)}${bold(seconds(run.ms))}`);
  for (const line of run.stderr.split('\n')) if (summary.test(line)) print(`  ${dim(line)}`);
}

const summary = /^nx-azure-cache: (warning|\d+ hits?\b)/;

/** `nx-azure-cache: retrieve 123: hit, 1.2 MB, 0.1 s`, as the package explains itself with NX_VERBOSE_LOGGING. */
function readLookups({ stderr }: NxRun): Map<string, { size: string; time: string }> {
  const lines = stderr.matchAll(/^nx-azure-cache: retrieve (\d+): hit, ([^,]+), (.+)$/gm);
  return new Map([...lines].map(([, hash = '', size = '', time = '']) => [hash, { size, time }]));
}

export function showBlobs(blobs: readonly StoredBlob[]): void {
  print(dim(`  ${'blob'.padEnd(34)}${'size'.padStart(10)}${'unpacked'.padStart(12)}   codec`));
  for (const { name, bytes, metadata } of blobs) {
    const unpacked = kilobytes(Number(metadata['size'])).padStart(12);
    print(`  ${name.padEnd(34)}${kilobytes(bytes).padStart(10)}${unpacked}   ${metadata['codec'] ?? '?'}`);
  }
}

/** The last line; the exit code agrees with it. */
export function showVerdict(problems: readonly string[], times: { cold: number; warm: number }): void {
  for (const problem of problems) print(styleText('red', `  ✗ ${problem}`));
  if (problems.length > 0) return;
  const factor = (times.cold / times.warm).toFixed(1);
  print(
    styleText(
      'green',
      `  ✓ B ran no task, has the same files as A to the byte, and was ${factor} times as fast.`,
    ),
  );
  print(`\n  Your own workspace: ${bold('README.md, Set it up')}\n`);
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`.padStart(9);
const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
