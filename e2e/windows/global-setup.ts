import { installNx, installNxForWindows } from '../install/nx-version.js';
import { pack } from '../install/pack.js';
import { windowsRows } from './rows.js';
import { keepWineRunning, wineVariables } from './wine.js';

/** Packs the package once, and installs what the tests share, so that they only find it ready. */
export default async function prepare(): Promise<() => Promise<void>> {
  await pack();
  for (const { nx, node } of windowsRows) {
    await wineVariables(node);
    await installNxForWindows(nx);
    await installNx(nx);
  }
  return keepWineRunning();
}
