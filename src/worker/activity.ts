/**
 * Counters that both threads share, so that the main thread sees them while it is blocked and reads no message.
 *
 * Int32: [uploads that ended, KiB sent, KiB received, requests that ended, 1 when the main thread gave up, process id of the
 * tool that signs in, or 0]
 */
const slots = { uploads: 0, sent: 1, received: 2, requests: 3, abandoned: 4, tool: 5 } as const;

type Slot = keyof typeof slots;

/** One side's view of the shared counters. */
export class Activity {
  readonly buffer: SharedArrayBuffer;
  readonly #counters: Int32Array;
  /** bytes that do not add up to a KiB yet */
  readonly #rest = { sent: 0, received: 0 };

  constructor(buffer = new SharedArrayBuffer(Object.keys(slots).length * 4)) {
    this.buffer = buffer;
    this.#counters = new Int32Array(buffer);
  }

  read(slot: Slot): number {
    return Atomics.load(this.#counters, slots[slot]);
  }

  /** Changes whenever anything at all moves. */
  get pulse(): number {
    return this.read('sent') + this.read('received') + this.read('requests');
  }

  moved(slot: 'sent' | 'received', bytes: number): void {
    const total = this.#rest[slot] + bytes;
    this.#rest[slot] = total % 1024;
    Atomics.add(this.#counters, slots[slot], Math.floor(total / 1024));
  }

  /** A request has its outcome; wakes the thread that waits for uploads. */
  ended(kind: 'retrieve' | 'store' | 'record'): void {
    Atomics.add(this.#counters, slots.requests, 1);
    if (kind === 'retrieve') return;
    Atomics.add(this.#counters, slots.uploads, 1);
    Atomics.notify(this.#counters, slots.uploads);
  }

  /** Blocks the thread until a further upload has ended, at most `limit` ms. */
  waitForUpload(seen: number, limit: number): void {
    Atomics.wait(this.#counters, slots.uploads, seen, limit);
  }

  /** Reports the process id of the tool that signs in; 0 when it has ended. */
  signsIn(pid: number): void {
    Atomics.store(this.#counters, slots.tool, pid);
  }

  /** The run no longer waits for requests that are still under way. */
  abandon(): void {
    Atomics.store(this.#counters, slots.abandoned, 1);
  }

  get abandoned(): boolean {
    return this.read('abandoned') === 1;
  }
}
