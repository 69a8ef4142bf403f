/** The variables of a process, e.g. `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The value of a variable; one that is blank, or that the CI did not expand, is absent. */
export function readVariable(env: Environment, name: string): string | undefined {
  return present(env[name]);
}

/** A text without the space around it; a blank one is absent, and so is an unexpanded macro. */
export function present(text: string | undefined): string | undefined {
  const trimmed = text?.trim();
  return trimmed === '' || isUnexpanded(trimmed) ? undefined : trimmed;
}

/**
 * Azure Pipelines hands over a variable that is not defined, e.g. a secret in the build of a fork, as the text `$(NAME)`
 * (learn.microsoft.com/azure/devops/pipelines/process/variables, "Understand variable syntax").
 */
const isUnexpanded = (text: string | undefined) => text !== undefined && /^\$\([^()]*\)$/.test(text);

/** What Azure's libraries read from the environment by themselves. Nx's own variables are none of them. */
export const readByLibraries = /^(AZURE_|IDENTITY_|MSI_|(HTTPS?|ALL|NO)_PROXY$)/i;

/**
 * Removes the unexpanded variables that Azure's libraries would take at their word: `AZURE_CLIENT_ID=$(CLIENT_ID)` would
 * sign in as a client of that name. For a thread or a command of this package alone, before it loads those libraries.
 */
export function dropUnexpanded(env: Record<string, string | undefined> = process.env): void {
  for (const [name, value] of Object.entries(env))
    if (readByLibraries.test(name) && isUnexpanded(value?.trim())) Reflect.deleteProperty(env, name);
}
