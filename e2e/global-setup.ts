import { installAll } from './install/install-all.js';
import { installNode } from './install/node-version.js';
import { installNx } from './install/nx-version.js';
import { pack } from './install/pack.js';
import { compatibilityRows } from './compatibility-rows.js';

/** Packs the package once, and installs what the tests share, so that they only find it ready. */
export default async function prepare(): Promise<void> {
  await pack();
  await installAll(
    compatibilityRows.flatMap(({ node, nx, manager }) => [
      { name: `Node ${node}`, install: () => installNode(node) },
      { name: `Nx ${nx} by ${manager}`, install: () => installNx(nx, manager) },
    ]),
  );
}
