import { file, folder, link, pax, paxBody, type Part } from '../tar-builder.js';
import { hostileName, hostileTarget } from './hostile-names.js';
import type { Random } from './random.js';

/** Makes the parts of one attack. */
type Attack = (random: Random, root: string) => Part[];

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

const badName: Attack = (random, root) => [file(hostileName(random, root))];
const badFolder: Attack = (random, root) => [folder(hostileName(random, root))];
const badLink: Attack = (random, root) => [link(hostileName(random, root), hostileTarget(random, root))];
const throughLink: Attack = (random, root) => {
  const name = `outputs/${random.pick(['l', 'L', 'd/l'])}`;
  const through = random.pick([name, name, `${name}/.`, `${name}/canary`, name.toUpperCase()]);
  return [link(name, hostileTarget(random, root)), random.pick([file, folder])(`${through}/file`)];
};
const overLink: Attack = (random, root) => [
  link('outputs/f', random.pick([`${root}/canary/file`, '../canary/file', hostileTarget(random, root)])),
  file('outputs/f', 'evil'),
];
const linkOverFolder: Attack = (random, root) => [
  folder('outputs/e'),
  link('outputs/e', hostileTarget(random, root)),
  file('outputs/e/file'),
];
const oddType: Attack = (random, root) => [
  { name: hostileName(random, root), type: random.pick(types), linkname: hostileTarget(random, root) },
];
const paxName: Attack = (random, root) => [pax({ path: hostileName(random, root) }), file('outputs/short')];
const paxTarget: Attack = (random, root) => [
  pax({ linkpath: hostileTarget(random, root) }),
  link(`outputs/p${random.below(3)}`, 'd'),
];
const paxKey: Attack = (random) => [
  pax({ [random.pick(keys)]: '7', path: 'outputs/é' }),
  file('outputs/short'),
];
const paxRubbish: Attack = (random) => [
  paxBody(
    random.pick([
      '18 path=outputs/x\n18 path=outputs/y\n',
      '0 path=outputs/x\n',
      '-18 path=outputs/x\n',
      `${'9'.repeat(400)} path=outputs/x\n`,
      '18 path=outputs/x\n\0\0\0',
      '18 path\n',
      random.bytes(60).toString('latin1'),
    ]),
  ),
  file('outputs/short'),
];
const paxTwice: Attack = () => [
  pax({ path: 'outputs/é' }),
  pax({ path: 'outputs/è' }),
  file('outputs/short'),
];
const badSize: Attack = (random) => [
  {
    ...random.pick([
      file('outputs/s'),
      folder('outputs/s'),
      link('outputs/s', 'd'),
      pax({ path: 'outputs/s' }),
    ]),
    tamper: (header) => header.write(random.pick(sizes), 124),
  },
];
const huge: Attack = (random) => [
  {
    ...file('outputs/h'),
    tamper: (header) =>
      header.fill(random.pick([0x80, 0xff]), 124, 125).fill(random.pick([0, 1, 0xf0]), 125, 136),
  },
];
const badMode: Attack = (random) => [
  {
    ...random.pick([file('outputs/m'), folder('outputs/m')]),
    mode: random.pick([0, 0o4755, 0o2777, 0o1777, 0o7777, 0o111]),
  },
  file('outputs/m/file'),
];
const badChecksum: Attack = () => [{ ...file('outputs/c'), damage: (header) => header.write('F', 8) }];
const twice: Attack = (random) => {
  const name = random.pick(['outputs', 'outputs/d', 'outputs/t', 'terminalOutput']);
  return [file(name), random.pick([file, folder])(name)];
};
const twins: Attack = (random) => {
  const [one, other] = random.pick([
    ['t', 'T'],
    ['é', 'e\u0301'],
    ['ß', 'ss'],
    ['ﬁ', 'fi'],
    ['a', 'a '],
  ] as const);
  return [one, other].flatMap((name) => [pax({ path: `outputs/${name}` }), file('outputs/short', name)]);
};
const deep: Attack = (random) => {
  const names = Array.from({ length: random.below(120) }, (_, i) => `outputs/d${'/e'.repeat(i + 1)}`);
  return names.flatMap((path) => [pax({ path }), folder('outputs/short')]);
};

const attacks = [
  badName,
  badName,
  badFolder,
  badLink,
  badLink,
  throughLink,
  throughLink,
  overLink,
  linkOverFolder,
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
  twice,
  twins,
  deep,
] as const;

/** An archive with up to three attacks among harmless entries. */
export function hostileParts(random: Random, root: string): Part[] {
  const harmless = Array.from({ length: random.below(4) }, (_, i) => harmlessPart(random, i));
  const hostile = Array.from({ length: random.below(4) }, () => random.pick(attacks)(random, root));
  const rest = random.chance(0.5) ? [...harmless, ...hostile] : [...hostile, ...harmless];
  return [...start(random), ...rest.flat()];
}

/** Mostly as it has to be. */
function start(random: Random): readonly Part[] {
  const honest = [file('terminalOutput', 'it worked'), folder('outputs'), folder('outputs/d')];
  if (random.chance(0.95)) return honest;
  return random.pick([
    honest.toReversed(),
    honest.slice(1),
    [link('terminalOutput', 'outputs'), ...honest.slice(1)],
    [file('terminalOutput'), link('outputs', random.pick(['../canary', '../7', '..'])), file('outputs/file')],
    [file('terminalOutput'), file('outputs')],
  ]);
}

function harmlessPart(random: Random, index: number): readonly Part[] {
  const name = `outputs/n${index}`;
  return random.pick([
    [file(name, random.bytes(random.below(2000)))],
    [folder(name), file(`${name}/file`)],
    [link(name, random.pick(['d', 'gone', './d/file']))],
    [pax({ path: `outputs/ü${index}` }), file('outputs/short')],
    [link(`outputs/d/n${index}`, '../n0')],
  ]);
}
