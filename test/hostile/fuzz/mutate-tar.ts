import { seal } from '../tar-builder.js';
import { hostileName, hostileTarget } from './hostile-names.js';
import { mutateBytes } from './mutate-bytes.js';
import type { Random } from './random.js';
import { cutEntries, type TarEntry } from './tar-entries.js';

/** Where the fields of a header begin, and their lengths. */
const fields = [
  ['name', 0, 100],
  ['mode', 100, 8],
  ['uid', 108, 8],
  ['size', 124, 12],
  ['mtime', 136, 12],
  ['checksum', 148, 8],
  ['type', 156, 1],
  ['link', 157, 100],
  ['magic', 257, 8],
  ['device', 329, 16],
  ['prefix', 345, 155],
] as const;

const numbers = ['00000000000 ', '00000001000 ', '77777777777 ', '-0000000001 ', 'zzzzzzzzzzz '] as const;
const binaryNumbers = [Buffer.alloc(12, 0xff), Buffer.from('800000000001000000000000', 'hex')] as const;

/** A tar with one of its headers changed; the checksum is mostly corrected. */
export function mutateHeader(tar: Buffer, random: Random): Buffer {
  return withHeader(tar, random, (header) => {
    const [name, from, length] = random.pick(fields);
    const field = header.subarray(from, from + length);
    if (name === 'size' && random.chance(0.7))
      Buffer.from(random.pick([...numbers, ...binaryNumbers])).copy(field);
    else if (name === 'type' && random.chance(0.7))
      field.write(random.pick(['0', '1', '2', '5', 'x', 'g', 'S', 'L']));
    else mutateBytes(field, random).copy(field);
  });
}

/** A tar with another name or link in one of its headers, or with a link that replaces another entry. */
export function mutateName(tar: Buffer, random: Random, root: string): Buffer {
  return withHeader(tar, random, (header) => {
    if (random.chance(0.5)) write(header, 0, hostileName(random, root));
    if (random.chance(0.6)) write(header, 157, hostileTarget(random, root));
    if (random.chance(0.5)) header.write('2', 156);
  });
}

/** A tar with some other bytes in a file, in the terminal output or in a PAX header: nothing but a digest sees most of it. */
export function mutateContent(tar: Buffer, random: Random): Buffer {
  const entries = cutEntries(Buffer.from(tar));
  const filled = entries.filter(({ content }) => content.length > 0);
  const { content } = random.pick(filled);
  random.bytes(1 + random.below(8)).copy(content, random.below(content.length));
  return join(entries);
}

/** A tar with a changed PAX record; lengths stay right in some. */
export function mutatePax(tar: Buffer, random: Random): Buffer {
  const entries = cutEntries(tar);
  const chosen = random.pick(entries.filter(({ type }) => type === 'x'));
  return join(entries.map((entry) => (entry === chosen ? withPax(entry, random) : entry)));
}

/** A tar with entries in another order, twice, or not at all. */
export function mutateOrder(tar: Buffer, random: Random): Buffer {
  const entries = cutEntries(tar);
  const [taken] = entries.splice(random.below(entries.length), 1);
  const copies = taken ? Array.from({ length: random.below(3) }, () => taken) : [];
  entries.splice(random.below(entries.length), 0, ...copies);
  return join(entries);
}

function withHeader(tar: Buffer, random: Random, change: (header: Buffer) => void): Buffer {
  const entries = cutEntries(Buffer.from(tar));
  const header = random.pick(entries).header;
  change(header);
  if (random.chance(0.85)) seal(header);
  return join(entries);
}

function withPax(entry: TarEntry, random: Random): TarEntry {
  const text = entry.content.toString('latin1');
  const changed = random.chance(0.5)
    ? text.replace(/path=/, random.pick(['linkpath=', 'size=', 'pathx', '__proto__=', 'path=/', 'path=../']))
    : mutateBytes(entry.content, random).toString('latin1');
  // The header keeps the size, so that the following entries keep their offsets.
  return {
    ...entry,
    content: Buffer.from(changed.padEnd(text.length, '\0'), 'latin1').subarray(0, text.length),
  };
}

function write(header: Buffer, from: number, name: string): void {
  header.fill(0, from, from + 100);
  Buffer.from(name).copy(header, from, 0, 100);
}

function join(entries: readonly TarEntry[]): Buffer {
  return Buffer.concat(entries.flatMap(({ header, content, padding }) => [header, content, padding]));
}
