import type { Answer, Probe } from '../../../src/blob/probe.js';

export interface MemoryProbe extends Probe {
  /** the names of the existing blobs */
  readonly blobs: Set<string>;
}

/**
 * A container in memory, asked with a SAS.
 *
 * @param permissions its letters, e.g. `rcw`
 */
export function createMemoryProbe(permissions: string): MemoryProbe {
  const blobs = new Set<string>();
  const answer = (letters: string, effect: () => unknown): Promise<Answer> => {
    const isAllowed = letters.split('').some((letter) => permissions.includes(letter));
    if (isAllowed) effect();
    return Promise.resolve(isAllowed ? 'done' : 'refused');
  };
  return {
    blobs,
    create: (name) => answer('cw', () => blobs.add(name)),
    createAgain: () => Promise.resolve('refused'),
    read: () => answer('r', () => undefined),
    overwrite: (name) => answer('w', () => blobs.add(name)),
    remove: (name) => answer('d', () => blobs.delete(name)),
    list: () => answer('l', () => undefined),
  };
}
