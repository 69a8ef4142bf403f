import { structuredPatch } from 'diff';

/** The lines that differ, with two around them, as `diff -u` shows them; empty where nothing does. */
export function unifiedDiff(before: string, after: string): string {
  const { hunks } = structuredPatch('', '', before, after, '', '', { context: 2 });
  return hunks.map(({ lines }) => lines.filter(isLine).join('\n')).join('\n  …\n');
}

/** Not `\ No newline at end of file`. */
const isLine = (line: string) => !line.startsWith('\\');
