import { structuredPatch } from 'diff';

import { redact } from './secrets.js';

/** What a migration found and changed. */
export interface Findings {
  readonly title: string;
  /** path → its text before and after */
  readonly files: Readonly<Record<string, readonly [before: string, after: string]>>;
  readonly notes: readonly string[];
  /** Steps; a line that begins with two spaces belongs to the one before. */
  readonly todo: readonly string[];
}

/** Prints what changes, without secrets, what replaces what was removed, and what is left to do. */
export function report({ title, files, notes, todo }: Findings): string {
  const diffs = Object.entries(files).map(([path, texts]) => [path, diffOf(texts)] as const);
  const changed = diffs.filter(([, diff]) => diff !== '');
  return [
    '',
    title,
    ...(changed.length === 0 ? ['No file changes.'] : []),
    ...changed.flatMap(([path, diff]) => ['', path, diff]),
    ...(notes.length === 0 ? [] : ['', 'Notes:', ...notes.map((note) => `  - ${note}`)]),
    ...(todo.length === 0 ? [] : ['', 'To do by hand:', ...numbered(todo)]),
    '',
    '',
  ].join('\n');
}

/** The lines that differ, with two around them, as `diff -u` prints them; empty if none do. */
function diffOf(texts: readonly [before: string, after: string]): string {
  const [before, after] = texts.map(redact) as [string, string];
  const { hunks } = structuredPatch('', '', before, after, '', '', { context: 2 });
  return hunks.map(({ lines }) => lines.filter(isLine).join('\n')).join('\n  …\n');
}

/** Not `\ No newline at end of file`. */
const isLine = (line: string) => !line.startsWith('\\');

function numbered(steps: readonly string[]): string[] {
  let number = 0;
  return steps.map((step) => (step.startsWith('  ') ? `     -${step.slice(1)}` : `  ${++number}. ${step}`));
}
