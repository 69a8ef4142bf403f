import type { IncomingMessage } from 'node:http';

/** The clients' requests since the last reset. */
export interface StorageStats {
  readonly requests: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly connections: number;
}

/** Counts requests, and bytes on all sockets, headers included. */
export class Counter {
  readonly #sockets = new Map<IncomingMessage['socket'], { read: number; written: number }>();
  #requests = 0;
  #bytesIn = 0;
  #bytesOut = 0;

  count({ socket }: IncomingMessage): void {
    this.#requests++;
    if (this.#sockets.has(socket)) return;
    this.#sockets.set(socket, { read: 0, written: 0 });
    socket.once('close', () => {
      this.#settle(socket);
      this.#sockets.delete(socket);
    });
  }

  get stats(): StorageStats {
    for (const socket of this.#sockets.keys()) this.#settle(socket);
    const [requests, connections] = [this.#requests, this.#sockets.size];
    return { requests, bytesIn: this.#bytesIn, bytesOut: this.#bytesOut, connections };
  }

  reset(): void {
    for (const socket of this.#sockets.keys()) this.#settle(socket);
    [this.#requests, this.#bytesIn, this.#bytesOut] = [0, 0, 0];
  }

  #settle(socket: IncomingMessage['socket']): void {
    const before = this.#sockets.get(socket);
    if (before === undefined) return;
    this.#bytesIn += socket.bytesRead - before.read;
    this.#bytesOut += socket.bytesWritten - before.written;
    this.#sockets.set(socket, { read: socket.bytesRead, written: socket.bytesWritten });
  }
}
