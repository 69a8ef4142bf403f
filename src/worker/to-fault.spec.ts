import { expect, test } from 'vitest';

import { ArchiveError, CacheError } from '../errors.js';
import { toFault } from './to-fault.js';

const full = Object.assign(new Error('ENOSPC: no space left on device, write'), {
  code: 'ENOSPC',
  syscall: 'write',
});

test.each([
  [new CacheError('slow', { kind: 'timeout', retryable: true }), 'retrieve', 'timeout', 'slow'],
  [new ArchiveError('a', 'is a socket'), 'store', 'archive', '"a" is a socket'],
  [new ArchiveError('../a', 'leaves the folder'), 'retrieve', 'damaged', 'leaves the folder'],
  [new ArchiveError('a', 'could not be written', { cause: full }), 'retrieve', 'disk', 'ENOSPC'],
  [
    new ArchiveError('outputs/q?.txt', 'has "?" in a name', { unportable: true, cause: full }),
    ...(['retrieve', 'unportable', 'cannot hold outputs such as "q?.txt" (it has "?" in a name)'] as const),
  ],
  [full, 'retrieve', 'disk', 'ENOSPC'],
  [full, 'store', 'disk', 'ENOSPC'],
  [
    new TypeError('x is not a function'),
    'store',
    'internal',
    'because of an internal error in nx-azure-cache',
  ],
  ['a string', 'retrieve', 'internal', 'a string'],
  [undefined, 'retrieve', 'internal', 'undefined'],
] as const)('%s while asked to %s is a fault of kind %s', (error, operation, kind, words) => {
  expect(toFault(error, operation)).toEqual({
    kind,
    message: expect.stringContaining(words) as string,
    expected: false,
  });
});

test('an expected error makes an expected fault', () => {
  const error = new CacheError('no credential', { kind: 'credential', retryable: false, expected: true });
  expect(toFault(error, 'retrieve').expected).toBe(true);
});
