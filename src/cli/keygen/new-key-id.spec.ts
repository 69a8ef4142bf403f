import { expect, test } from 'vitest';
import { newKeyId } from './new-key-id.js';

test('an id begins with the month, and is another one each time', () => {
  const ids = Array.from({ length: 5 }, () => newKeyId(new Date('2025-11-30T23:59:59Z')));
  for (const id of ids) expect(id).toMatch(/^2025-11-[0-9a-f]{4}$/);
  expect(new Set(ids).size).toBeGreaterThan(1);
});
