import { expect, test } from 'vitest';

import { findNodeForNx, newestNx } from './node-for-nx.js';

test.each([
  ['20.1.4', '20.10.0'],
  ['20.8.4', '24.1.0'],
  ['21.6.5', '20.19.0'],
  ['22.7.12', '22.12.0'],
  ['22.7.12', '26.0.0'],
  ['23.0.2', '22.22.0'],
  ['24.0.6', '26.3.1'],
  ['24.1.0-beta.3', '24.0.0'],
])('Nx %s goes with Node %s', (nx, node) => {
  expect(findNodeForNx(nx, node)).toBeUndefined();
});

test.each([
  ['20.8.4', '26.0.0', '20, 22, 24'],
  ['21.6.5', '20.18.3', '20.19+, 22.12+, 24'],
  ['22.7.12', '23.11.0', '20.19+, 22.12+, 24, 26'],
  ['23.0.2', '20.20.2', '22.12+, 24, 26'],
  ['24.0.6', '22.11.0', '22.12+, 24, 26'],
  ['24.0.6', '28.0.0', '22.12+, 24, 26'],
])('Nx %s does not go with Node %s', (nx, node, instead) => {
  expect(findNodeForNx(nx, node)).toBe(instead);
});

test.each(['19.8.14', '25.0.0', 'latest'])('of Nx %s nothing is known', (nx) => {
  expect(findNodeForNx(nx, '20.20.2')).toBeUndefined();
});

test('the newest line that was tested is in the table', () => {
  expect(newestNx).toBe(24);
});
