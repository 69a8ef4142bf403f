import type { FaultKind } from '../errors.js';
import type { Fault, Outcome } from '../worker/protocol.js';

/** What a run did with the remote cache. */
export class Tally {
  hits = 0;
  misses = 0;
  /** hits that Nx did not take; they are not among `hits` */
  discarded = 0;
  stored = 0;
  /** uploads that found the artifact in the container already */
  present = 0;
  /** calls that sent no request, because of an earlier fault */
  skipped = 0;
  received = 0;
  sent = 0;
  readonly faults = new Map<FaultKind, number>();
  /** each different message once, in the order of first occurrence */
  readonly messages = new Map<string, Fault>();

  count(outcome: Outcome): void {
    for (const fault of outcome.otherFaults ?? []) this.#countFault(fault);
    switch (outcome.status) {
      case 'hit':
        this.hits++;
        this.received += outcome.bytes;
        break;
      case 'stored':
        this.stored++;
        this.sent += outcome.bytes;
        break;
      case 'miss':
        this.misses++;
        break;
      case 'present':
        this.present++;
        break;
      case 'skipped':
        this.skipped++;
        break;
      case 'fault':
        this.#countFault(outcome.fault);
    }
  }

  /** Nx did not take one of the hits. */
  discard(): void {
    this.hits--;
    this.discarded++;
  }

  #countFault(fault: Fault): void {
    this.faults.set(fault.kind, (this.faults.get(fault.kind) ?? 0) + 1);
    this.messages.set(fault.message, fault);
  }
}
