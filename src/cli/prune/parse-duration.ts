import { InvalidArgumentError } from 'commander';

const units: Readonly<Record<string, number>> = {
  m: 60_000,
  h: 60 * 60_000,
  d: 24 * 60 * 60_000,
  w: 7 * 24 * 60 * 60_000,
};

/**
 * `30d` → ms
 *
 * @throws InvalidArgumentError
 */
export function parseDuration(text: string): number {
  const [, count = '', unit = ''] = /^(\d{1,6}(?:\.\d{1,3})?)\s*([mhdw])$/i.exec(text.trim()) ?? [];
  const ms = Number(count) * (units[unit.toLowerCase()] ?? 0);
  if (ms > 0) return ms;
  throw new InvalidArgumentError('It takes a number with a unit: 90m, 12h, 30d, 2w; more than nothing.');
}
