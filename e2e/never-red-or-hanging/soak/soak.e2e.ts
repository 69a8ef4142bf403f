import { expect, test } from 'vitest';
import { problemsOf } from './problems.js';
import { soak } from './soak.js';
import { useLab } from '../../../test/support/workspace/lab.js';

const lab = useLab();

/** MiB. Memory has not settled yet by then; `npm run test:soak` goes on until it has, and allows 20. */
const mostGrowth = 64;

test('a process holds no more resources after 200 artifacts than after 50', async () => {
  const share = await lab.cloud.createShare();
  const machine = await lab.machine(share, {});
  const stocks = await soak(machine, share, { cycles: 200, every: 50 });
  expect(stocks.map(({ cycle }) => cycle)).toEqual([50, 100, 150, 200]);
  const [first, , , last] = stocks;
  expect(first && last && problemsOf(first, last, mostGrowth), JSON.stringify(stocks)).toEqual([]);
});
