import { startChild, type Child } from './child.mjs';
import type { Profile } from './network/profiles.mjs';

/** Where a subject finds the storage of its run. */
export interface Site {
  readonly container: string;
  /** The storage, as near as a server beside it has it. */
  readonly storagePort: number;
  /** Where the machines are. */
  readonly scratch: string;
  /** ms of a round trip to the storage, without the transfer */
  readonly roundTrip: number;
  /** A port beside the storage, as far away as the machines of the run have it. */
  readonly distant: (port: number) => Promise<number>;
}

/** The ways from here over a network; each is opened once. */
export class Distances {
  readonly #ways = new Map<string, Promise<Child>>();

  async distant(profile: Profile, port: number): Promise<number> {
    if (profile === 'loopback') return port;
    const key = `${profile} ${port}`;
    const way =
      this.#ways.get(key) ??
      startChild(new URL('./network/main.mts', import.meta.url), [profile, String(port)]);
    this.#ways.set(key, way);
    return (await way).port;
  }

  async close(): Promise<void> {
    for (const way of this.#ways.values()) await (await way).close();
  }
}
