/** The network between a client and the storage. */
export interface Network {
  /** round trip, milliseconds */
  readonly rtt: number;
  /** of the link all connections share, in each direction; bytes a millisecond */
  readonly rate: number;
}

const megabit = 1_000_000 / 8 / 1000;

/** `loopback` is the absence of a network: no proxy at all. */
export const profiles = {
  loopback: undefined,
  region: { rtt: 3, rate: 2000 * megabit },
  home: { rtt: 30, rate: 200 * megabit },
} as const satisfies Record<string, Network | undefined>;

export type Profile = keyof typeof profiles;
