import type { Style } from './style.js';

/** A value as Prettier prints it while lists are short: a key a line, lists on one. */
export function printJson(value: unknown, style: Style & { readonly indent?: string }): string {
  if (Array.isArray(value)) return `[${value.map((entry) => printJson(entry, style)).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const { eol, unit, indent = '' } = style;
  const inner = { ...style, indent: indent + unit };
  const lines = Object.entries(value)
    .filter(([, entry]) => entry !== undefined)
    .map(([key, entry]) => `${eol}${inner.indent}${JSON.stringify(key)}: ${printJson(entry, inner)}`);
  return lines.length === 0 ? '{}' : `{${lines.join(',')}${eol}${indent}}`;
}
