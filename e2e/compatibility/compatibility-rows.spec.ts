import { expect, test } from 'vitest';

import { nodeForNx } from '../../src/nx/nx-version.js';
import { compatibilityRows } from './compatibility-rows.js';

test('each pair of the table of Nx and Node is tried', () => {
  const pairs = nodeForNx.flatMap(({ nx, node }) =>
    nx.flatMap((line) => node.map((version) => `Nx ${line}, Node ${Number.parseInt(version)}`)),
  );
  const tried = compatibilityRows.map(({ nx, node }) => `Nx ${Number.parseInt(nx)}, Node ${node}`);
  expect(tried).toEqual(expect.arrayContaining(pairs));
});
