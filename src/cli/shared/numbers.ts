import { InvalidArgumentError } from 'commander';

/** `1,234` */
export const formatCount = (count: number): string => count.toLocaleString('en-US');

/** `1 blob`, `1,234 blobs` */
export const countOf = (count: number, one: string): string =>
  `${formatCount(count)} ${one}${count === 1 ? '' : 's'}`;

const units = ['b', 'kb', 'mb', 'gb', 'tb'];
const binaryUnits = ['b', 'kib', 'mib', 'gib', 'tib'];

/**
 * `50GB`, `1GiB`, `0` → bytes
 *
 * @throws InvalidArgumentError
 */
export function parseSize(text: string): number {
  const [, count = '', unit = ''] = /^(\d{1,15}(?:\.\d{1,3})?)\s*([a-z]+)$/i.exec(text.trim()) ?? [];
  const bytes = text.trim() === '0' ? 0 : Math.floor(Number(count) * factorOf(unit.toLowerCase()));
  if (Number.isSafeInteger(bytes)) return bytes;
  throw new InvalidArgumentError('Expected a number with a unit, e.g. 500MB, 50GB, 1.5TB or 1GiB; or 0.');
}

/** NaN for an unknown unit. */
function factorOf(unit: string): number {
  if (units.includes(unit)) return 1000 ** units.indexOf(unit);
  return binaryUnits.includes(unit) ? 1024 ** binaryUnits.indexOf(unit) : NaN;
}
