import type { Profile } from '../network/profiles.mjs';
import type { Sample } from '../results.mjs';
import type { Site } from '../site.mjs';
import type { Storage } from '../storage.mjs';
import type { Work } from '../work/work.mjs';

/** A way to share build outputs, or the limit with which the others of its family are compared. */
export interface Subject {
  readonly name: string;
  /** Subjects on the same tool and Node; each family has a limit. */
  readonly family: string;
  readonly isLimit: boolean;
  /** Creates the work of a first machine, and of a second one that needs the same outputs. */
  readonly pair: (setting: Setting) => Promise<Pair>;
}

/** Whether it is this package, on any Nx and Node. */
export const isOurs = (name: string) => name.startsWith('nx-azure-cache');

/** Subjects that are no remote caches: Nx with a cache that costs nothing, and the bare work in Node. */
export const floors = { nx: 'hard links, a round trip away', node: 'bare requests and files' } as const;

export interface Pair {
  readonly cold: Sample;
  readonly warm: Sample;
  /** The warm run once more, and more often. */
  readonly again?: readonly Sample[];
}

export interface Setting {
  readonly work: Work;
  /** of each task */
  readonly seconds: number;
  readonly network: Profile;
  readonly storage: Storage;
  /** A folder for the machines. */
  readonly scratch: string;
  /** The warm run is one more on the same machine: all is in its local cache. */
  readonly sameMachine: boolean;
}

/** Makes a remote cache ready on a site. */
export type Connect = (site: Site) => Promise<Remote>;

/** The settings of a ready remote cache that a run needs. */
export interface Remote {
  readonly env: Readonly<Record<string, string>>;
  /** Goes into the tool's own configuration. */
  readonly config?: object;
  /** A folder for the front of the PATH. */
  readonly bin?: string;
  /** How often the Azure CLI was started so far. */
  readonly azStarts?: () => number;
  readonly close?: () => Promise<void>;
}
