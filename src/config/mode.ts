/** What a run may do with the container. */
export interface CacheMode {
  readonly read: boolean;
  readonly write: boolean;
}

const modes = {
  'read-write': { read: true, write: true },
  'read-only': { read: true, write: false },
  // Nx's own documents use both words (nrwl/nx#31535).
  read: { read: true, write: false },
  'no-cache': { read: false, write: false },
} as const satisfies Record<string, CacheMode>;

export type ModeName = keyof typeof modes;

export const modeNames = Object.keys(modes) as ModeName[];

/** The mode of that name. */
export const cacheMode = (name: ModeName): CacheMode => modes[name];

/** The word for a mode, e.g. `read-only`. */
export const modeName = ({ read, write }: CacheMode): ModeName =>
  modeNames.find((name) => modes[name].read === read && modes[name].write === write) ?? 'no-cache';
