import { expect, test } from 'vitest';
import { problemsOf } from './soak/problems.js';
import { soak } from './soak/soak.js';
import { useLab } from './workspace/lab.js';

const lab = useLab();

test('after 200 artifacts a process holds no more than after 50', async () => {
  const share = await lab.cloud.createShare();
  const machine = await lab.machine(share, {});
  const stocks = await soak(machine, share, { cycles: 200, every: 50 });
  expect(stocks.map(({ cycle }) => cycle)).toEqual([50, 100, 150, 200]);
  const [first, , , last] = stocks;
  expect(first && last && problemsOf(first, last, 40), JSON.stringify(stocks)).toEqual([]);
});
