import type { Dice } from './dice.js';

/** Few, so that they meet: twins in case and in Unicode, devices of Windows, names at the edge of what is allowed. */
const segments = [
  ...['d', 'd', 'd', 'e', 'D', 'l', 'L', 'f', 'canary', 'file', 'link', 'dist'],
  ...['é', 'e\u0301', 'ß', 'SS', 'ı', 'ﬀ', '\u202etxt', 'nul', 'con.txt', 'a.', 'a ', 'a:b', 'a\\b'],
  ...['.', '..', '', '...', '.git', '__proto__', 'outputs', 'terminalOutput', 'x'.repeat(255)],
] as const;
const tooLong = ['y'.repeat(256), 'é'.repeat(128), 'z'.repeat(3000)] as const;

/** Never further up than the arena is deep: a weakened unpack really goes there. */
const climbs = ['../', '../../', '../../../', '../canary/', '../../7/canary/', '../7/', './../'] as const;

/** A path for an entry: mostly one below `outputs/`, else one that leads elsewhere. */
export function hostileName(dice: Dice, root: string): string {
  const [start, end] = [dice.pick(starts), somePath(dice)];
  return start(dice, root) + end;
}

const plain = () => 'outputs/';
const starts = [
  ...[plain, plain, plain, plain, plain],
  () => '',
  () => '/outputs/',
  (_: Dice, root: string) => `${root}/canary/`,
  (dice: Dice) => dice.pick(climbs),
  (dice: Dice) => `outputs/${dice.pick(climbs)}`,
  (dice: Dice) => `outputs/d/../${dice.pick(climbs)}`,
] as const;

/** Where a link leads: within, out by one step or several, out by way of another link. */
export function hostileTarget(dice: Dice, root: string): string {
  const somewhere = somePath(dice);
  return dice.pick([
    somewhere,
    `../${somewhere}`,
    dice.pick(climbs),
    `${dice.pick(climbs)}canary`,
    `${somewhere}/../..`,
    `l/../../${somewhere}`,
    `${root}/canary`,
    '.',
    '',
    'd\0x',
  ]);
}

function somePath(dice: Dice): string {
  if (dice.chance(0.02)) return dice.pick(tooLong);
  if (dice.chance(0.02)) return 'd/'.repeat(dice.pick([50, 500, 2040, 2100])) + 'deep';
  return Array.from({ length: 1 + dice.below(3) }, () => dice.pick(segments)).join('/');
}
