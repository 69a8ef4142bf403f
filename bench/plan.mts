import type { Profile } from './network/profiles.mjs';
import type { StorageName } from './storage.mjs';

export const sections = ['share', 'throughput', 'processor', 'memory', 'growth', 'local'] as const;
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

const share = (work: string, network: Profile, more: Partial<Case> = {}): Case => ({
  ...{ section: 'share', work, network, seconds: 0.3, storage: 'lean', rounds: 5 },
  ...more,
});

/** What is built once and restored once, by whole runs of each tool. */
export const pairCases: readonly Case[] = [
  share('W1', 'region'),
  share('W2', 'region'),
  share('W1', 'region', { seconds: 0 }),
  share('W2', 'region', { seconds: 0 }),
  share('W1', 'home'),
  share('W2', 'home'),
  share('W1', 'loopback', { storage: 'azurite' }),
  ...[100, 300, 1000, 3000].map((tasks) =>
    share(`W1x${tasks}`, 'region', {
      section: 'growth',
      seconds: 0,
      rounds: 3,
      families: /^Nx 24, Node 24$/,
    }),
  ),
];

/** A case in a word or four, e.g. `share W1 300 ms region lean`. */
export const nameOf = ({ section, work, seconds, network, storage }: Case) =>
  `${section} ${work} ${seconds * 1000} ms ${network} ${storage}`;
