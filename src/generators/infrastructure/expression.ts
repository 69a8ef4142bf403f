/** A value in a template. */
export type Value = string | number | boolean | Expression | readonly Value[] | Values;

/** Properties in the order in which they are written. */
export interface Values {
  readonly [name: string]: Value;
}

/** Code of the template's language, e.g. `resourceGroup().location`, as against a text. */
export class Expression {
  constructor(readonly code: string) {}
}

/** A text taken as code. */
export const code = (text: string) => new Expression(text);

/** Leaves out what is not there. */
export function present(values: Readonly<Record<string, Value | undefined>>): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Values;
}

/** `// …` or `# …` above what it is about; nothing for no comment. */
export function commentLines(mark: '//' | '#', comment: string | undefined): string[] {
  return comment === undefined ? [] : comment.split('\n').map((line) => `${mark} ${line}`);
}
