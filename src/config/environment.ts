import { isUnexpanded } from './unexpanded.js';

/** The variables of a process, e.g. `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The value of a variable, without the space around it; one that is blank, or that the CI did not expand, is absent. */
export function readVariable(env: Environment, name: string): string | undefined {
  return present(env[name], name);
}

/**
 * A text without the space around it; a blank one is absent, and so is an unexpanded macro.
 *
 * @param name of the variable that it is in; none for a text of nx.json
 */
export function present(text: string | undefined, name = ''): string | undefined {
  const trimmed = text?.trim();
  return trimmed === undefined || trimmed === '' || isUnexpanded(name, trimmed) ? undefined : trimmed;
}

/** What Azure's libraries read from the environment by themselves. Nx's own variables are none of them. */
export const readByLibraries = /^(AZURE_|IDENTITY_|MSI_|(HTTPS?|ALL|NO)_PROXY$)/i;

/**
 * Shows Azure's libraries the variables as this package reads them. They would take `AZURE_CLIENT_ID=$(CLIENT_ID)` at its
 * word, and a tenant with a line break at its end for none. For a thread or a command of this package alone, before it loads
 * those libraries.
 */
export function tidyForLibraries(env: Record<string, string | undefined> = process.env): void {
  for (const name of Object.keys(env).filter((name) => readByLibraries.test(name))) {
    const value = readVariable(env, name);
    if (value === undefined) Reflect.deleteProperty(env, name);
    else if (value !== env[name]) env[name] = value;
  }
}

/** The names of this package's variables and of Azure's that are set and count as absent, as the CI did not expand them. */
export function unexpandedVariables(env: Environment): string[] {
  const known = /^(NX_AZURE_CACHE_|NX_POWERPACK_)/;
  return Object.entries(env)
    .filter(([name]) => known.test(name) || readByLibraries.test(name))
    .filter(([name, value = '']) => isUnexpanded(name, value.trim()))
    .map(([name]) => name);
}
