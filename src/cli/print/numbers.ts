/** `1,234` */
export const formatCount = (count: number): string => count.toLocaleString('en-US');

const units = [
  { name: 'd', ms: 24 * 60 * 60_000 },
  { name: 'h', ms: 60 * 60_000 },
  { name: 'min', ms: 60_000 },
];

/** How long ago something was: `12 d`, `3 h`, `5 min`, `now`; whole units. */
export function formatAge(ms: number): string {
  const unit = units.find((each) => ms >= each.ms);
  return unit ? `${formatCount(Math.floor(ms / unit.ms))} ${unit.name}` : 'now';
}
