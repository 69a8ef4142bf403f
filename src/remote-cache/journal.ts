import { formatBytes, formatDuration } from '../format.js';
import type { Fault, Outcome, RetrieveRequest } from '../worker/protocol.js';
import { endingOf, type JournalEntry } from './journal-entry.js';
import { Tally } from './tally.js';
import type { Telemetry } from './telemetry.js';

export interface JournalOptions {
  readonly verbose: boolean;
  readonly now: () => number;
  readonly telemetry?: Telemetry | undefined;
}

/** A call of Nx, as far as the journal needs it. */
type BegunCall = Pick<RetrieveRequest, 'hash' | 'cacheDirectory'> & { readonly kind: 'retrieve' | 'store' };

/** Records what happens in a run, for its end: nothing is printed while Nx draws on the screen. */
export class Journal {
  readonly tally = new Tally();
  /** each decision, recorded only in verbose mode */
  readonly decisions: string[] = [];
  /** every call, in the order in which Nx made them */
  readonly entries: JournalEntry[] = [];
  readonly #stopwatch: Stopwatch;
  readonly #options: JournalOptions;
  #cacheDirectory: string | undefined;

  constructor(options: JournalOptions) {
    this.#options = options;
    this.#stopwatch = new Stopwatch(options.now);
  }

  /**
   * A call begins.
   *
   * @returns a function that records how it ended, and when, if that was not just now
   */
  begin({ kind, hash, cacheDirectory }: BegunCall): (outcome: Outcome, ended?: number) => void {
    const { now, telemetry } = this.#options;
    this.#cacheDirectory ??= cacheDirectory;
    const entry: JournalEntry = { operation: kind, hash, started: now() };
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

  /** Nx ran the task although it had a hit, which no longer counts as one. */
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

  /** Records a decision. */
  explain(decision: string): void {
    if (this.#options.verbose) this.decisions.push(decision);
  }

  /** Counts a fault that does not belong to a call. */
  addFault(fault: Fault): void {
    this.tally.count({ status: 'fault', fault });
  }

  /** Runs work that the run waits for. */
  timed<T>(work: () => T): T {
    this.#stopwatch.start();
    try {
      return work();
    } finally {
      this.#stopwatch.stop();
    }
  }

  /** How long the run has waited for the remote cache, ms. */
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

/** Adds up the time in which at least one call was under way, ms. */
class Stopwatch {
  #underWay = 0;
  #since = 0;
  #total = 0;
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  start(): void {
    if (this.#underWay++ === 0) this.#since = this.#now();
  }

  stop(): void {
    if (--this.#underWay === 0) this.#total += this.#now() - this.#since;
  }

  get total(): number {
    return this.#underWay > 0 ? this.#total + this.#now() - this.#since : this.#total;
  }
}
