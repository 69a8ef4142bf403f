import { installAll } from '../../test/support/install/install-all.js';
import { installNx, installNxForWindows } from '../../test/support/install/nx-version.js';
import { pack } from '../../test/support/install/pack.js';
import { windowsRows } from './rows.js';
import { keepWineRunning, wineVariables } from './wine.js';

/** Packs the package once, and installs the shared packages, so that the tests find them ready. */
export default async function prepare(): Promise<() => Promise<void>> {
  await pack();
  await installAll([
    { name: 'Wine', install: installWine },
    ...windowsRows.flatMap(({ nx }) => [
      { name: `Nx ${nx} for Windows`, install: () => installNxForWindows(nx) },
      { name: `Nx ${nx}`, install: () => installNx(nx) },
    ]),
  ]);
  return keepWineRunning();
}

/** One after the other: they share a prefix. */
async function installWine(): Promise<void> {
  for (const { node } of windowsRows) await wineVariables(node);
}
