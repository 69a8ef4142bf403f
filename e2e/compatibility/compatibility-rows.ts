import type { NodeLine } from '../../test/support/install/node-version.js';
import type { NxLine } from '../../test/support/install/nx-version.js';
import type { PackageManager } from '../../test/support/install/package-manager.js';

export interface CompatibilityRow {
  readonly nx: NxLine;
  readonly node: NodeLine;
  readonly manager: PackageManager;
}

const nodes: readonly NodeLine[] = ['20', '22', '24'];
const lines: readonly NxLine[] = ['20.1', '20.8', '21', '22', '23', '24'];
/** No older Nx supports Node 26 (`src/config/node-for-nx.ts`). */
const linesOn26: readonly NxLine[] = ['22', '23', '24'];

const onNpm = (nx: NxLine, node: NodeLine): CompatibilityRow => ({ nx, node, manager: 'npm' });

/** Every line of Nx on every line of Node, and every package manager once. */
export const compatibilityRows: readonly CompatibilityRow[] = [
  ...lines.flatMap((nx) => nodes.map((node) => onNpm(nx, node))),
  ...linesOn26.map((nx) => onNpm(nx, '26')),
  { nx: '24', node: '24', manager: 'pnpm' },
  { nx: '22', node: '24', manager: 'yarn classic' },
  { nx: '22', node: '22', manager: 'yarn' },
];
