import type { Random } from './random.js';

/** Few, so that they meet: twins in case and in Unicode, devices of Windows, names at the limits of the format. */
const segments = [
  'd',
  'd',
  'd',
  'e',
  'D',
  'l',
  'L',
  'f',
  'canary',
  'file',
  'link',
  'dist',
  'é',
  'e\u0301',
  'ß',
  'SS',
  'ı',
  'ﬀ',
  '\u202etxt',
  'nul',
  'con.txt',
  'a.',
  'a ',
  'a:b',
  'a\\b',
  '.',
  '..',
  '',
  '...',
  '.git',
  '__proto__',
  'outputs',
  'terminalOutput',
  'x'.repeat(255),
] as const;
const tooLong = ['y'.repeat(256), 'é'.repeat(128), 'z'.repeat(3000)] as const;

/** Never further up than the sandbox is deep: a weakened unpack really goes there. */
const climbs = ['../', '../../', '../../../', '../canary/', '../../7/canary/', '../7/', './../'] as const;

/** A path for an entry: mostly one below `outputs/`, else one that leads elsewhere. */
export function hostileName(random: Random, root: string): string {
  const [start, end] = [random.pick(starts), somePath(random)];
  return start(random, root) + end;
}

const plain = () => 'outputs/';
const starts = [
  plain,
  plain,
  plain,
  plain,
  plain,
  () => '',
  () => '/outputs/',
  (_: Random, root: string) => `${root}/canary/`,
  (random: Random) => random.pick(climbs),
  (random: Random) => `outputs/${random.pick(climbs)}`,
  (random: Random) => `outputs/d/../${random.pick(climbs)}`,
] as const;

/** Where a link leads: within, out by one step or several, out by way of another link. */
export function hostileTarget(random: Random, root: string): string {
  const somewhere = somePath(random);
  return random.pick([
    somewhere,
    `../${somewhere}`,
    random.pick(climbs),
    `${random.pick(climbs)}canary`,
    `${somewhere}/../..`,
    `l/../../${somewhere}`,
    `${root}/canary`,
    '.',
    '',
    'd\0x',
  ]);
}

function somePath(random: Random): string {
  if (random.chance(0.02)) return random.pick(tooLong);
  if (random.chance(0.02)) return 'd/'.repeat(random.pick([50, 500, 2040, 2100])) + 'deep';
  return Array.from({ length: 1 + random.below(3) }, () => random.pick(segments)).join('/');
}
