import { file, folder, link, pax, paxBody, type Part } from '../tar-builder.js';
import type { Dice } from './dice.js';
import { hostileName, hostileTarget } from './hostile-names.js';

/** Makes the parts of one attack. */
type Attack = (dice: Dice, root: string) => Part[];

const types = ['1', '3', '4', '6', '7', 'D', 'g', 'K', 'L', 'S', 'V', 'X', '\0'] as const;
const keys = [
  'size',
  'GNU.sparse.name',
  'GNU.sparse.realsize',
  'mtime',
  'SCHILY.xattr.user',
  'hdrcharset',
] as const;
const sizes = ['77777777777', '00000777777', '-0000000001', 'zzzzzzzzzzz', '00000000001'] as const;

const badName: Attack = (dice, root) => [file(hostileName(dice, root))];
const badFolder: Attack = (dice, root) => [folder(hostileName(dice, root))];
const badLink: Attack = (dice, root) => [link(hostileName(dice, root), hostileTarget(dice, root))];
const throughLink: Attack = (dice, root) => {
  const name = `outputs/${dice.pick(['l', 'L', 'd/l'])}`;
  const through = dice.pick([name, name, `${name}/.`, `${name}/canary`, name.toUpperCase()]);
  return [link(name, hostileTarget(dice, root)), dice.pick([file, folder])(`${through}/file`)];
};
const overLink: Attack = (dice, root) => [
  link('outputs/f', dice.pick([`${root}/canary/file`, '../canary/file', hostileTarget(dice, root)])),
  file('outputs/f', 'evil'),
];
const linkOverFolder: Attack = (dice, root) => [
  folder('outputs/e'),
  link('outputs/e', hostileTarget(dice, root)),
  file('outputs/e/file'),
];
const oddType: Attack = (dice, root) => [
  { name: hostileName(dice, root), type: dice.pick(types), linkname: hostileTarget(dice, root) },
];
const paxName: Attack = (dice, root) => [pax({ path: hostileName(dice, root) }), file('outputs/short')];
const paxTarget: Attack = (dice, root) => [
  pax({ linkpath: hostileTarget(dice, root) }),
  link(`outputs/p${dice.below(3)}`, 'd'),
];
const paxKey: Attack = (dice) => [pax({ [dice.pick(keys)]: '7', path: 'outputs/é' }), file('outputs/short')];
const paxRubbish: Attack = (dice) => [
  paxBody(
    dice.pick([
      '18 path=outputs/x\n18 path=outputs/y\n',
      '0 path=outputs/x\n',
      '-18 path=outputs/x\n',
      `${'9'.repeat(400)} path=outputs/x\n`,
      '18 path=outputs/x\n\0\0\0',
      '18 path\n',
      dice.bytes(60).toString('latin1'),
    ]),
  ),
  file('outputs/short'),
];
const paxTwice: Attack = () => [
  pax({ path: 'outputs/é' }),
  pax({ path: 'outputs/è' }),
  file('outputs/short'),
];
const badSize: Attack = (dice) => [
  {
    ...dice.pick([
      file('outputs/s'),
      folder('outputs/s'),
      link('outputs/s', 'd'),
      pax({ path: 'outputs/s' }),
    ]),
    tamper: (header) => header.write(dice.pick(sizes), 124),
  },
];
const huge: Attack = (dice) => [
  {
    ...file('outputs/h'),
    tamper: (header) =>
      header.fill(dice.pick([0x80, 0xff]), 124, 125).fill(dice.pick([0, 1, 0xf0]), 125, 136),
  },
];
const badMode: Attack = (dice) => [
  {
    ...dice.pick([file('outputs/m'), folder('outputs/m')]),
    mode: dice.pick([0, 0o4755, 0o2777, 0o1777, 0o7777, 0o111]),
  },
  file('outputs/m/file'),
];
const badChecksum: Attack = () => [{ ...file('outputs/c'), damage: (header) => header.write('F', 8) }];
const twice: Attack = (dice) => {
  const name = dice.pick(['outputs', 'outputs/d', 'outputs/t', 'terminalOutput']);
  return [file(name), dice.pick([file, folder])(name)];
};
const twins: Attack = (dice) => {
  const [one, other] = dice.pick([
    ['t', 'T'],
    ['é', 'e\u0301'],
    ['ß', 'ss'],
    ['ﬁ', 'fi'],
    ['a', 'a '],
  ] as const);
  return [one, other].flatMap((name) => [pax({ path: `outputs/${name}` }), file('outputs/short', name)]);
};
const deep: Attack = (dice) => {
  const names = Array.from({ length: dice.below(120) }, (_, i) => `outputs/d${'/e'.repeat(i + 1)}`);
  return names.flatMap((path) => [pax({ path }), folder('outputs/short')]);
};

const attacks = [
  ...[badName, badName, badFolder, badLink, badLink, throughLink, throughLink, overLink, linkOverFolder],
  ...[
    oddType,
    paxName,
    paxName,
    paxTarget,
    paxKey,
    paxRubbish,
    paxTwice,
    badSize,
    huge,
    badMode,
    badChecksum,
  ],
  ...[twice, twins, deep],
] as const;

/** An archive with up to three attacks among what is harmless. */
export function hostileParts(dice: Dice, root: string): Part[] {
  const harmless = Array.from({ length: dice.below(4) }, (_, i) => harmlessPart(dice, i));
  const hostile = Array.from({ length: dice.below(4) }, () => dice.pick(attacks)(dice, root));
  const rest = dice.chance(0.5) ? [...harmless, ...hostile] : [...hostile, ...harmless];
  return [...start(dice), ...rest.flat()];
}

/** Mostly as it has to be. */
function start(dice: Dice): readonly Part[] {
  const honest = [file('terminalOutput', 'it worked'), folder('outputs'), folder('outputs/d')];
  if (dice.chance(0.95)) return honest;
  return dice.pick([
    honest.toReversed(),
    honest.slice(1),
    [link('terminalOutput', 'outputs'), ...honest.slice(1)],
    [file('terminalOutput'), link('outputs', dice.pick(['../canary', '../7', '..'])), file('outputs/file')],
    [file('terminalOutput'), file('outputs')],
  ]);
}

function harmlessPart(dice: Dice, index: number): readonly Part[] {
  const name = `outputs/n${index}`;
  return dice.pick([
    [file(name, dice.bytes(dice.below(2000)))],
    [folder(name), file(`${name}/file`)],
    [link(name, dice.pick(['d', 'gone', './d/file']))],
    [pax({ path: `outputs/ü${index}` }), file('outputs/short')],
    [link(`outputs/d/n${index}`, '../n0')],
  ]);
}
