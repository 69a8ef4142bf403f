import { adviseOnNxVersion } from '../../nx/nx-version.js';
import type { Setup } from './setup.js';

/** What to do where package.json asks for an Nx that this package is not made for; a range counts from its lower end. */
export function adviseOnNx({ packages }: Pick<Setup, 'packages'>): string[] {
  const { nx } = packages;
  const lowest = typeof nx === 'string' ? /\d+\.\d+(\.\d+)?/.exec(nx)?.[0] : undefined;
  const advice = lowest === undefined ? undefined : adviseOnNxVersion(lowest);
  return advice === undefined ? [] : [`See which Nx is installed: ${advice}.`];
}
