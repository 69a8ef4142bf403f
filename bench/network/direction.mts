import type { Socket } from 'node:net';
import type { Link } from './link.mjs';
import type { Network } from './profiles.mjs';
import type { Schedule } from './schedule.mjs';
import { Window } from './window.mjs';

/** The bytes that a sender's socket buffer takes before its writes wait. */
const bufferSize = 256 * 1024;
/** Connections take turns on the link in pieces of this size. */
const pieceSize = 64 * 1024;

export interface Road {
  readonly network: Network;
  readonly link: Link;
  readonly schedule: Schedule;
}

/** Carries the bytes of one direction of a connection: through the window, over the link, one way, to the other end. */
export class Direction {
  readonly #road: Road;
  readonly #window: Window;
  readonly #from: Socket;
  readonly #to: Socket;
  #queue: Buffer[] = [];
  #queued = 0;
  #open: boolean;

  constructor(from: Socket, to: Socket, { road, opensAt }: { road: Road; opensAt: number }) {
    [this.#road, this.#from, this.#to] = [road, from, to];
    this.#window = new Window(road.network);
    this.#open = opensAt <= performance.now();
    if (!this.#open) {
      road.schedule.at(opensAt, () => {
        this.#open = true;
        this.#pump();
      });
    }
    from.on('data', (chunk: Buffer) => {
      this.#take(chunk);
    });
  }

  /** After all that was sent before. */
  end(): void {
    this.#queue.push(Buffer.alloc(0));
    this.#pump();
  }

  #take(chunk: Buffer): void {
    this.#queue.push(chunk);
    this.#queued += chunk.length;
    if (this.#queued > bufferSize) this.#from.pause();
    this.#pump();
  }

  #pump(): void {
    while (this.#open && this.#queue.length > 0) {
      const free = Math.min(this.#window.free, pieceSize);
      if (free <= 0) return;
      this.#send(this.#next(free));
    }
  }

  #next(most: number): Buffer {
    const [chunk = Buffer.alloc(0), ...rest] = this.#queue;
    this.#queue = chunk.length > most ? [chunk.subarray(most), ...rest] : rest;
    this.#queued -= Math.min(chunk.length, most);
    if (this.#queued <= bufferSize && this.#from.isPaused()) this.#from.resume();
    return chunk.subarray(0, most);
  }

  #send(piece: Buffer): void {
    const { network, link, schedule } = this.#road;
    this.#window.sent(piece.length);
    const arrives = link.send(piece.length) + network.rtt / 2;
    schedule.at(arrives, () => {
      this.#deliver(piece);
    });
    schedule.at(arrives + network.rtt / 2, () => {
      this.#window.acknowledged(piece.length);
      this.#pump();
    });
  }

  #deliver(piece: Buffer): void {
    if (this.#to.destroyed) return;
    if (piece.length === 0) this.#to.end();
    else this.#to.write(piece);
  }
}
