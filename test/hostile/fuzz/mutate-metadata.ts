import type { BlobMetadata } from '../../../src/blob/blob-store.js';
import type { Random } from './random.js';

const names = ['codec', 'sha256', 'size', 'entries', 'code', 'producer', 'signature', 'keyid'] as const;
const values = [
  '',
  '0',
  '-1',
  '1',
  '1e9',
  'NaN',
  '0x10',
  ' 7',
  '999999999',
  '999999999999999',
  '9'.repeat(40),
  ...['br', 'zstd', 'gzip', 'main-2025', '__proto__', '0'.repeat(64), 'A'.repeat(86), '\n\u001b[2J'],
] as const;

/** Metadata with a field that is foreign, missing, off by one or spelt in another way. */
export function mutateMetadata(metadata: BlobMetadata, random: Random): BlobMetadata {
  const name = random.pick(names);
  const value = metadata[name] ?? '';
  return random.pick([
    () => Object.fromEntries(Object.entries(metadata).filter(([other]) => other !== name)),
    () => ({ ...metadata, [name]: random.pick(values) }),
    () => ({ ...metadata, [name]: String(Number(value) + random.pick([-1, 1, 512, 1024])) }),
    () => ({
      ...metadata,
      [name]: random.pick([value.toUpperCase(), ` ${value}`, `0${value}`, value.slice(1)]),
    }),
  ])();
}
