/** How a JSON text is written. */
export interface Style {
  readonly eol: string;
  /** one step of indentation */
  readonly unit: string;
}

/** Read off the text: its line ends, and the space before its first key. */
export function styleOf(text: string): Style {
  return {
    eol: text.includes('\r\n') ? '\r\n' : '\n',
    unit: /^([ \t]+)"/m.exec(text)?.[1] ?? '  ',
  };
}

/** The space in front of what is there; undefined when anything else on the line is. */
export function indentOf(text: string, offset: number): string | undefined {
  return /(?:^|\n)([ \t]*)$/.exec(text.slice(0, offset))?.[1];
}
