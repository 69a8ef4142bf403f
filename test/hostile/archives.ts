import { file, folder, link, pax, paxBody, type Part } from './tar-builder.js';

/** One attack, and the same archive with only the attack taken out of it. */
export interface HostileArchive {
  readonly name: string;
  readonly hostile: readonly Part[];
  readonly harmless: readonly Part[];
}

const start = [file('terminalOutput', 'it worked'), folder('outputs'), folder('outputs/d')];
const attack = (name: string, hostile: Part[], harmless: Part[]): HostileArchive => ({
  name,
  hostile: [...start, ...hostile],
  harmless: [...start, ...harmless],
});

/** `canary` is a folder beside the one that is unpacked into. */
const paths = [
  '/evil',
  '../evil',
  '../canary/evil',
  'outputs/../evil',
  'outputs/../../canary/evil',
  'outputs/d/../../../canary/evil',
  'outputs/d/..',
  'outputs/./evil',
  'outputs//evil',
  'outputs/evil/',
  'C:/evil',
  'C:evil',
  'c:\\evil',
  'evil',
  'outputsevil',
  'outputs/missing/evil',
  '.',
  '..',
  '',
].map((path) => attack(`a file named ${JSON.stringify(path)}`, [file(path)], [file('outputs/evil')]));

const longPaths = [
  '/evil',
  '../canary/evil',
  'outputs/../../canary/evil',
  'outputs/e\0vil',
  'outputs/e\uFFFDvil',
  `outputs/${'e'.repeat(256)}`,
  `outputs/${'é'.repeat(128)}`,
  `outputs/${'d/'.repeat(2048)}`,
].map((path) =>
  attack(
    `a PAX path of ${JSON.stringify(path.slice(0, 30))} (${path.length} characters)`,
    [pax({ path }), file('outputs/short')],
    [pax({ path: 'outputs/évil' }), file('outputs/short')],
  ),
);

const targets = [
  '/etc/passwd',
  '..',
  '../..',
  '../canary',
  '../../canary',
  './../canary',
  'd/..',
  'd/../../canary',
  'd/../..',
  'C:/Windows',
  'C:',
  '',
].map((target) =>
  attack(
    `a link to ${JSON.stringify(target)}`,
    [link('outputs/l', target)],
    [link('outputs/l', 'd'), link('outputs/d/up', '..'), link('outputs/d/dangling', '../gone')],
  ),
);

const types = ['1', '3', '4', '6', '7', 'D', 'g', 'K', 'L', 'N', 'S', 'V', 'X', 'Z'].map((type) =>
  attack(
    `an entry of type ${type}`,
    [{ name: 'outputs/evil', type, linkname: 'outputs/d' }],
    [{ name: 'outputs/evil', type: '0', linkname: '' }],
  ),
);

const places = [
  attack(
    'a deeper link that leaves',
    [link('outputs/d/l', '../../canary')],
    [link('outputs/d/l', '../canary')],
  ),
  attack(
    'a PAX link that leaves',
    [pax({ linkpath: '../../canary' }), link('outputs/d/l', 'x')],
    [pax({ linkpath: '../canary' }), link('outputs/d/l', 'x')],
  ),
  attack(
    'a link with a NUL in its target',
    [pax({ linkpath: 'd\0x' }), link('outputs/l', 'x')],
    [pax({ linkpath: 'd' }), link('outputs/l', 'x')],
  ),
  attack(
    'a file through a link',
    [link('outputs/l', 'd'), file('outputs/l/evil')],
    [link('outputs/l', 'd'), file('outputs/d/evil')],
  ),
  attack(
    'a folder through a link',
    [link('outputs/l', 'd'), folder('outputs/l/evil')],
    [link('outputs/l', 'd'), folder('outputs/d/evil')],
  ),
  attack(
    'a link in the place of a folder',
    [link('outputs/d', '.'), file('outputs/d/evil')],
    [link('outputs/l', '.'), file('outputs/d/evil')],
  ),
  attack(
    'a folder in the place of a link',
    [link('outputs/l', 'd'), folder('outputs/l'), file('outputs/l/evil')],
    [link('outputs/l', 'd'), folder('outputs/m'), file('outputs/m/evil')],
  ),
  attack(
    'a file below a file',
    [file('outputs/f'), file('outputs/f/evil')],
    [folder('outputs/f'), file('outputs/f/evil')],
  ),
  attack('a file twice', [file('outputs/f'), file('outputs/f')], [file('outputs/f'), file('outputs/g')]),
  attack('a folder twice', [folder('outputs/d')], [folder('outputs/e')]),
  attack('the outputs twice', [folder('outputs')], [folder('outputs/outputs')]),
  attack('the terminal output twice', [file('terminalOutput')], [file('outputs/terminalOutput')]),
  attack(
    'a name that is no UTF-8',
    [{ name: Buffer.from('outputs/\xe9vil', 'latin1') }],
    [{ name: Buffer.from('outputs/\xe9vil', 'utf8') }],
  ),
];

const begins: HostileArchive[] = [
  {
    name: 'outputs without a terminal output',
    hostile: [folder('outputs'), file('outputs/f')],
    harmless: [file('terminalOutput'), folder('outputs'), file('outputs/f')],
  },
  {
    name: 'a terminal output that is a folder',
    hostile: [folder('terminalOutput'), folder('outputs')],
    harmless: [file('terminalOutput'), folder('outputs')],
  },
  {
    name: 'a terminal output that is a link',
    hostile: [link('terminalOutput', 'outputs/f'), folder('outputs')],
    harmless: [file('terminalOutput', ''), folder('outputs')],
  },
  {
    name: 'outputs that are a link',
    hostile: [file('terminalOutput'), link('outputs', 'canary'), file('outputs/evil')],
    harmless: [file('terminalOutput'), folder('outputs'), file('outputs/evil')],
  },
  {
    name: 'outputs that are a file',
    hostile: [file('terminalOutput'), file('outputs')],
    harmless: [file('terminalOutput'), folder('outputs')],
  },
  {
    name: 'outputs that come late',
    hostile: [file('terminalOutput'), file('outputs/f'), folder('outputs')],
    harmless: [file('terminalOutput'), folder('outputs'), file('outputs/f')],
  },
];

const sized = (type: string, tamper: (header: Buffer) => void): Part => ({
  name: 'outputs/e',
  type,
  linkname: 'd',
  tamper,
});
const headers = [
  attack('a folder with content', [{ name: 'outputs/e', type: '5', content: 'x' }], [folder('outputs/e')]),
  attack('a link with content', [{ ...link('outputs/e', 'd'), content: 'x' }], [link('outputs/e', 'd')]),
  ...['file of a negative size', 'file of 2^80 bytes'].map((name, index) =>
    attack(
      `a ${name}`,
      [
        sized('0', (header) =>
          header.fill(index === 0 ? 0xff : 0x80, 124, 125).fill(index === 0 ? 0xf0 : 1, 125, 136),
        ),
      ],
      [sized('0', (header) => header.fill(0, 124, 136).fill(0x80, 124, 125))],
    ),
  ),
  attack(
    'a size that is no number',
    [sized('0', (header) => header.write('zzzzzzzzzzz', 124))],
    [sized('0', (header) => header.write('00000000000', 124))],
  ),
  attack(
    'a file larger than the archive',
    [sized('0', (header) => header.write('00000777777', 124))],
    [sized('0', (header) => header.write('00000000000', 124))],
  ),
  attack(
    'a wrong checksum',
    [{ ...file('outputs/f'), damage: (header) => header.write('F', 8) }],
    [file('outputs/f')],
  ),
  attack(
    'an unknown format',
    [{ ...file('outputs/f'), tamper: (header) => header.fill(0, 257, 265) }],
    [file('outputs/f')],
  ),
];

const path = 'outputs/évil';
const named = (...parts: Part[]): Part[] => [...parts, file('outputs/short')];
const paxHeaders = [
  attack('two PAX headers for one entry', named(pax({ path }), pax({ path })), named(pax({ path }))),
  attack('a PAX header at the end', [...named(), pax({ path })], named()),
  attack(
    'a PAX record twice',
    named(paxBody('18 path=outputs/x\n18 path=outputs/x\n')),
    named(pax({ path })),
  ),
  attack(
    'a PAX record of a wrong length',
    named(paxBody('99 path=outputs/x\n')),
    named(paxBody('18 path=outputs/x\n')),
  ),
  attack(
    'a PAX record without a length',
    named(paxBody('path=outputs/x\n')),
    named(paxBody('18 path=outputs/x\n')),
  ),
  attack(
    'garbage behind a PAX record',
    named(paxBody('18 path=outputs/x\n\0\0')),
    named(paxBody('18 path=outputs/x\n')),
  ),
  ...['size', 'GNU.sparse.name', 'GNU.sparse.major', 'uid', '__proto__', 'constructor'].map((key) =>
    attack(`a PAX record ${key}`, named(paxBody(record(key))), named(paxBody(record('path')))),
  ),
  attack(
    'a PAX header of more than 64 KiB',
    named(pax({ path: `outputs/${'e'.repeat(65_536)}` })),
    named(pax({ path: `outputs/${'e'.repeat(200)}` })),
  ),
];

/** A well-formed record with the value `outputs/x`. */
function record(key: string): string {
  const rest = ` ${key}=outputs/x\n`;
  return `${rest.length + 2}${rest}`;
}

/** Every archive that must be refused. */
export const hostileArchives: readonly HostileArchive[] = [
  ...paths,
  ...longPaths,
  ...targets,
  ...types,
  ...places,
  ...begins,
  ...headers,
  ...paxHeaders,
];
