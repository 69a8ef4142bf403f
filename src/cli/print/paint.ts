import { inspect } from 'node:util';

/** A text in one of the colours and styles that Node knows. */
export function paint(text: string, style: string): string {
  const [on = 0, off = 0] = inspect.colors[style] ?? [];
  return `\x1b[${on}m${text}\x1b[${off}m`;
}
