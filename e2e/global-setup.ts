import { installAll } from '../test/support/install/install-all.js';
import { installNode } from '../test/support/install/node-version.js';
import { installNx } from '../test/support/install/nx-version.js';
import { pack } from '../test/support/install/pack.js';
import { compatibilityRows } from './compatibility/compatibility-rows.js';

/** Packs the package once, and installs the shared packages, so that the tests find them ready. */
export default async function prepare(): Promise<void> {
  await pack();
  await installAll(
    compatibilityRows.flatMap(({ node, nx, manager }) => [
      { name: `Node ${node}`, install: () => installNode(node) },
      { name: `Nx ${nx} by ${manager}`, install: () => installNx(nx, manager) },
    ]),
  );
}
