/** What a run found and changed. */
export interface Findings {
  readonly title: string;
  /** Path → how it changes, as lines. */
  readonly diffs: Readonly<Record<string, string>>;
  readonly notes: readonly string[];
  /** Steps; those that begin with two spaces belong to the one before. */
  readonly todo: readonly string[];
}

/** What the user reads: what changes, what became of what went, what is left to do. */
export function report({ title, diffs, notes, todo }: Findings): string {
  const files = Object.entries(diffs).filter(([, diff]) => diff !== '');
  return [
    '',
    title,
    ...(files.length === 0 ? ['No file changes.'] : []),
    ...files.flatMap(([path, diff]) => ['', path, diff]),
    ...(notes.length === 0 ? [] : ['', 'To know:', ...notes.map((note) => `  - ${note}`)]),
    ...(todo.length === 0 ? [] : ['', 'Left to do by hand:', ...numbered(todo)]),
    '',
    '',
  ].join('\n');
}

function numbered(steps: readonly string[]): string[] {
  let number = 0;
  return steps.map((step) => (step.startsWith('  ') ? `     -${step.slice(1)}` : `  ${++number}. ${step}`));
}
