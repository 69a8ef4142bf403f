/** The variables of a process, e.g. `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The value of a variable; a blank one is absent. */
export function readVariable(env: Environment, name: string): string | undefined {
  return present(env[name]);
}

/** A text without the space around it; a blank one is absent. */
export function present(text: string | undefined): string | undefined {
  const trimmed = text?.trim();
  return trimmed === '' ? undefined : trimmed;
}
