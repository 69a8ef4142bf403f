import type { Profile } from './network/profiles.mjs';
import type { StorageName } from './storage.mjs';

export const sections = ['share', 'throughput', 'processor', 'memory', 'growth', 'local', 'sign-in'] as const;
export type SectionName = (typeof sections)[number];

/** One place and work in which all subjects take turns. */
export interface Case {
  readonly section: SectionName;
  readonly work: string;
  /** that a task takes */
  readonly seconds: number;
  readonly network: Profile;
  readonly storage: StorageName;
  readonly rounds: number;
  /** Families that take part; undefined is all. */
  readonly families?: RegExp;
}

const modern = /^Nx 24, Node 24$/;
/** Those that are near each other; the slow ones are in the region, where the goals are. */
const fast = /^(?:Nx 24, Node 24|turbo)$/;

/** Who takes part in a section is in main.mts. All rounds of all take some 100 minutes. */
export const cases: readonly Case[] = [
  share('W1', 'region'),
  share('W2', 'region'),
  share('W1', 'home', { rounds: 3, families: fast }),
  share('W2', 'home', { rounds: 3, families: fast }),
  share('W1', 'region', { seconds: 0, rounds: 3, families: fast }),
  share('W2', 'region', { seconds: 0, rounds: 3, families: fast }),
  share('W1', 'loopback', { storage: 'azurite', rounds: 3, families: fast }),
  ...['W3', 'W4', 'W4-random'].map((work) => direct('throughput', work)),
  direct('processor', 'W1x1000', { network: 'loopback' }),
  ...['W1', 'W4', 'W1x1', 'W1x500'].map((work) => direct('memory', work, { rounds: 3 })),
  ...[100, 300, 1000, 3000].map((tasks) =>
    share(`W1x${tasks}`, 'region', { section: 'growth', seconds: 0, rounds: 3, families: modern }),
  ),
  share('W1x100', 'region', { section: 'local', seconds: 0, rounds: 20, families: modern }),
  share('W1x1', 'loopback', { section: 'sign-in', seconds: 0, rounds: 3 }),
];

/** Built once and restored once, by whole runs of each tool. */
function share(work: string, network: Profile, more: Partial<Case> = {}): Case {
  return { section: 'share', work, network, seconds: 0.3, storage: 'lean', rounds: 5, ...more };
}

/** Stored and retrieved by the calls that Nx makes, without Nx. */
function direct(section: SectionName, work: string, more: Partial<Case> = {}): Case {
  return { section, work, network: 'region', seconds: 0, storage: 'lean', rounds: 5, ...more };
}

/** A case in a word or four, e.g. `share W1 300 ms region lean`. */
export const nameOf = ({ section, work, seconds, network, storage }: Case) =>
  `${section} ${work} ${seconds * 1000} ms ${network} ${storage}`;
