import { formatBytes, formatDuration } from '../format.js';
import type { Fault, Outcome, RetrieveRequest } from '../worker/protocol.js';
import { endingOf, type Entry } from './entry.js';
import { Stopwatch } from './stopwatch.js';
import { Tally } from './tally.js';
import type { Telemetry } from './telemetry.js';

export interface JournalOptions {
  readonly verbose: boolean;
  readonly now: () => number;
  /** told of each call as well */
  readonly telemetry?: Telemetry | undefined;
}

/** What a call is known by. */
type Begun = Pick<RetrieveRequest, 'hash' | 'cacheDirectory'> & { readonly kind: 'retrieve' | 'store' };

/** Takes down what happens in a run, for its end: nothing is printed while Nx draws on the screen. */
export class Journal {
  readonly tally = new Tally();
  /** each decision, kept only when asked for */
  readonly decisions: string[] = [];
  /** every call, in the order in which Nx made them */
  readonly entries: Entry[] = [];
  readonly #stopwatch: Stopwatch;
  readonly #options: JournalOptions;
  #cacheDirectory: string | undefined;

  constructor(options: JournalOptions) {
    this.#options = options;
    this.#stopwatch = new Stopwatch(options.now);
  }

  /** A call begins; the result takes down how it ended, and when, if that was not just now. */
  begin({ kind, hash, cacheDirectory }: Begun): (outcome: Outcome, ended?: number) => void {
    const { now, telemetry } = this.#options;
    this.#cacheDirectory ??= cacheDirectory;
    const entry: Entry = { operation: kind, hash, started: now() };
    this.entries.push(entry);
    const observed = telemetry?.begin();
    const waits = kind === 'retrieve';
    if (waits) this.#stopwatch.start();
    return (outcome, ended = now()) => {
      if (waits) this.#stopwatch.stop();
      this.tally.count(outcome);
      entry.ending = endingOf(outcome, Math.max(ended, entry.started));
      observed?.(entry, entry.ending);
      this.explain(
        `${kind} ${hash}: ${explain(outcome)}, ${formatDuration(entry.ending.at - entry.started)}`,
      );
    };
  }

  /** Nx ran the task although it was given a hit, which counts as one no longer. */
  discard(hash: string): void {
    const hits = this.entries.filter((entry) => entry.hash === hash && entry.ending?.status === 'hit');
    for (const entry of hits.filter(({ discarded }) => !discarded)) {
      entry.discarded = true;
      this.tally.discard();
      this.#options.telemetry?.discard();
      this.explain(`retrieve ${hash}: Nx did not take it`);
    }
  }

  /** Where Nx keeps its local cache; undefined before the first call. */
  get cacheDirectory(): string | undefined {
    return this.#cacheDirectory;
  }

  /** A decision that concerns the whole run. */
  explain(decision: string): void {
    if (this.#options.verbose) this.decisions.push(decision);
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
  const faults = (outcome.otherFaults ?? []).map((fault) => `, ${explainFault(fault)}`).join('');
  if (outcome.status === 'fault') return explainFault(outcome.fault) + faults;
  const bytes = 'bytes' in outcome ? `, ${formatBytes(outcome.bytes)}` : '';
  return outcome.status + bytes + faults;
}

const explainFault = ({ kind, message }: Fault) => `fault (${kind}: ${message})`;
