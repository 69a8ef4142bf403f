/** An unchecked entry of a tar. The writer is independent, so that it shares no quirk with the code under test. */
export interface Part {
  readonly name: string | Buffer;
  /** the type as it stands in the header: `0` file, `2` symlink, `5` directory, `x` PAX, … */
  readonly type?: string;
  readonly content?: string | Buffer;
  readonly linkname?: string;
  readonly mode?: number;
  /** changes the header before the checksum is computed */
  readonly tamper?: (header: Buffer) => void;
  /** changes the header after the checksum was computed */
  readonly damage?: (header: Buffer) => void;
}

/** A well-formed tar of the given entries, with the end marker. */
export function tarOf(parts: readonly Part[]): Buffer {
  return Buffer.concat([...parts.map(encode), Buffer.alloc(1024)]);
}

/** The entries as an honest writer counts them. */
export function countEntries(parts: readonly Part[]): number {
  return parts.filter(({ type }) => type !== 'x').length;
}

export const file = (name: string, content: string | Buffer = 'content'): Part => ({ name, content });
export const folder = (name: string): Part => ({ name: `${name}/`, type: '5', mode: 0o755 });
export const link = (name: string, linkname: string): Part => ({ name, type: '2', linkname });

/** A PAX header; it belongs to the part behind it. */
export function pax(records: Record<string, string>): Part {
  return paxBody(Object.entries(records).map(paxRecord).join(''));
}

/** A PAX header with any body. */
export function paxBody(content: string): Part {
  return { name: 'pax', type: 'x', content };
}

function paxRecord([key, value]: [string, string]): string {
  const rest = ` ${key}=${value}\n`;
  const length = [1, 2, 3, 4, 5, 6].find((digits) => `${digits + Buffer.byteLength(rest)}`.length === digits);
  return `${(length ?? 0) + Buffer.byteLength(rest)}${rest}`;
}

function encode(part: Part): Buffer {
  const content = Buffer.from(part.content ?? '');
  return Buffer.concat([header(part, content.length), content, Buffer.alloc(-content.length & 511)]);
}

function header(part: Part, size: number): Buffer {
  const block = Buffer.alloc(512);
  Buffer.from(part.name).copy(block);
  block.write(`${octal(part.mode ?? 0o644, 7)}\0${octal(0, 7)}\0${octal(0, 7)}\0`, 100);
  block.write(`${octal(size, 11)} ${octal(0, 11)} `, 124);
  block.write(part.type ?? '0', 156);
  block.write(part.linkname ?? '', 157);
  block.write('ustar\x0000', 257);
  part.tamper?.(block);
  seal(block);
  part.damage?.(block);
  return block;
}

/** Makes the checksum right, which counts itself as spaces. */
export function seal(block: Buffer): void {
  block.fill(' ', 148, 156);
  block.write(
    `${octal(
      block.reduce((sum, byte) => sum + byte),
      6,
    )}\0 `,
    148,
  );
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}
