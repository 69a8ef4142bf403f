import { expect, test } from 'vitest';
import { summarize } from './summary.mjs';

const frame = (functionName: string, url = '') => ({ functionName, url });

test('native code belongs to the module that called it, and waiting belongs to no module', () => {
  const { busy, idle } = summarize({
    nodes: [
      { id: 1, callFrame: frame('(root)'), children: [2, 5, 6] },
      {
        id: 2,
        callFrame: frame('pack', 'file:///w/node_modules/nx-azure-cache/dist/worker.js'),
        children: [3],
      },
      { id: 3, callFrame: frame('openSync', 'node:fs'), children: [4] },
      { id: 4, callFrame: frame('open') },
      { id: 5, callFrame: frame('(idle)') },
      { id: 6, callFrame: frame('(garbage collector)') },
    ],
    samples: [2, 3, 4, 5, 6],
    timeDeltas: [10, 20, 40, 100, 30],
  });
  expect(idle).toBe(0.5);
  expect(Object.fromEntries(busy)).toMatchObject({
    'own code': 0.1,
    'file calls': 0.6,
    buffers: 0.3,
    other: 0,
  });
});
