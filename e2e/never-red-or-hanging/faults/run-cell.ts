import { connectionStringAt, accountName } from '../../../test/support/azurite.js';
import { verifyBlobs } from '../../../test/support/workspace/verify-blobs.js';
import { boundOf, type Cell } from './cell.js';
import { countedKind, judge } from './judge.js';
import { play, type Played } from './play.js';
import type { MatrixServices } from './matrix-services.js';
import { openRoute } from './route.js';

/** How a cell came out. */
export interface CellResult {
  readonly cell: Cell;
  /** the counted kind of the fault */
  readonly kind: string;
  /** how much longer than without a cache, seconds */
  readonly slower: number;
  readonly tooSlow: boolean;
  /** the other problems */
  readonly problems: readonly string[];
  readonly stderr: string;
}

/** Whether the matrix fails by it. */
export const isBad = ({ problems, tooSlow }: CellResult) => tooSlow || problems.length > 0;

let containers = 0;

/** Plays a cell in its own container. A cell that cannot be played is bad. */
export async function runCell(cell: Cell, services: MatrixServices, baseline: Played): Promise<CellResult> {
  try {
    return await playCell(cell, services, baseline);
  } catch (error) {
    return { cell, kind: 'unknown', slower: 0, tooSlow: false, problems: [String(error)], stderr: '' };
  }
}

async function playCell(cell: Cell, services: MatrixServices, baseline: Played): Promise<CellResult> {
  const { azurite } = services;
  const container = `cell-${++containers}`;
  await azurite.createContainer(container);
  if (cell.column.warm) await fill(cell, services, container);
  const route = await openRoute(cell, services, container);
  try {
    const played = await play(cell.column, services, route);
    const blobs = await verifyBlobs(azurite, container);
    const problems = judge(cell, { played, baseline, blobs, env: route.env });
    const slower = (played.ms - baseline.ms) / 1000;
    const tooSlow = slower > boundOf(cell);
    return { cell, kind: countedKind(played), slower, tooSlow, problems, stderr: played.stderr };
  } finally {
    await route.close();
    await azurite.deleteContainer(container);
  }
}

/** Another machine was here before. */
async function fill({ column }: Cell, services: MatrixServices, container: string): Promise<void> {
  const env = { AZURE_STORAGE_CONNECTION_STRING: connectionStringAt(services.azurite.url) };
  await play({ ...column, lookups: false }, services, { azure: { accountName, container }, env });
}
