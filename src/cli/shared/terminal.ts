import { inspect, stripVTControlCharacters } from 'node:util';
import { Help } from 'commander';

/** What a text is written to. */
export interface Screen {
  /** of the terminal; undefined without one */
  readonly width: number | undefined;
  readonly hasColors: boolean;
}

/** A text in one of the colors and styles that Node knows, where the screen shows them. */
export function paint(text: string, style: string, { hasColors }: Pick<Screen, 'hasColors'>): string {
  const [on = 0, off = 0] = inspect.colors[style] ?? [];
  return hasColors ? `\x1b[${on}m${text}\x1b[${off}m` : text;
}

/** A text cut to a length; `…` marks what is missing. */
export const cut = (text: string, longest = Infinity): string =>
  text.length <= longest ? text : `${text.slice(0, Math.max(longest - 1, 0))}…`;

/** A text without control characters: who can write to the container chose some of what is shown. */
export const printable = (text: string): string => stripVTControlCharacters(text).replace(/\p{C}/gu, '');

/** A text wrapped at the width of the screen, with every line but the first indented. */
export function wrap(text: string, margin: number, { width }: Pick<Screen, 'width'>): string {
  const wrapped = width === undefined ? text : new Help().boxWrap(text, Math.max(width - margin, 20));
  return wrapped.replaceAll('\n', '\n' + ' '.repeat(margin));
}
