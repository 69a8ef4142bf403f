import type { NxLine } from '../../test/support/install/nx-version.js';
import type { WindowsNodeLine } from './wine.js';

/** Each line of Nx that differs on Windows, and each line of Node: 20 writes brotli, 22 zstd. */
export const windowsRows = [
  { nx: '20.8', node: '20' },
  { nx: '22', node: '20' },
  { nx: '24', node: '22' },
] as const satisfies readonly { nx: NxLine; node: WindowsNodeLine }[];
