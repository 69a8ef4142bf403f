import type { Fault, Outcome } from '../worker/protocol.js';
import { formatBytes, formatDuration } from './format.js';
import { Stopwatch } from './stopwatch.js';
import { Tally } from './tally.js';

/** Takes down what happens in a run, for its end: nothing is printed while Nx draws on the screen. */
export class Journal {
  readonly tally = new Tally();
  /** each decision, kept only when asked for */
  readonly decisions: string[] = [];
  readonly #stopwatch: Stopwatch;
  readonly #verbose: boolean;
  readonly #now: () => number;

  constructor(options: { readonly verbose: boolean; readonly now: () => number }) {
    this.#verbose = options.verbose;
    this.#now = options.now;
    this.#stopwatch = new Stopwatch(options.now);
  }

  /** A call begins; the result takes down how it ended. */
  begin(kind: 'retrieve' | 'store', hash: string): (outcome: Outcome) => void {
    const started = this.#now();
    const waits = kind === 'retrieve';
    if (waits) this.#stopwatch.start();
    return (outcome) => {
      if (waits) this.#stopwatch.stop();
      this.tally.count(outcome);
      this.explain(`${kind} ${hash}: ${explain(outcome)}, ${formatDuration(this.#now() - started)}`);
    };
  }

  /** A decision that concerns the whole run. */
  explain(decision: string): void {
    if (this.#verbose) this.decisions.push(decision);
  }

  /** Something that is not the fault of a call. */
  note(fault: Fault): void {
    this.tally.count({ status: 'fault', fault });
  }

  /** Runs what the user waits for. */
  timed<T>(work: () => T): T {
    this.#stopwatch.start();
    try {
      return work();
    } finally {
      this.#stopwatch.stop();
    }
  }

  /** How long the run stood still for the remote cache, ms. */
  get waited(): number {
    return this.#stopwatch.total;
  }
}

function explain(outcome: Outcome): string {
  const faults = (outcome.besides ?? []).map((fault) => `, ${explainFault(fault)}`).join('');
  if (outcome.status === 'fault') return explainFault(outcome.fault) + faults;
  const bytes = 'bytes' in outcome ? `, ${formatBytes(outcome.bytes)}` : '';
  return outcome.status + bytes + faults;
}

const explainFault = ({ kind, message }: Fault) => `fault (${kind}: ${message})`;
