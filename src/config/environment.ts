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

/**
 * Whether a CI has left a variable as its file has it, because nothing of that name is defined there: mostly a secret in the
 * build of a fork.
 *
 * - Azure Pipelines leaves a macro, `$(NAME)`; template and runtime expressions become nothing
 *   (learn.microsoft.com/azure/devops/pipelines/process/variables, "Understand variable syntax").
 * - GitLab leaves a variable that is made of itself, `NAME: $NAME`, where a protected one is not handed over
 *   (gitlab-org/gitlab#350747). Of another name it becomes nothing.
 *
 * GitHub Actions hands over an empty value.
 */
export function isUnexpanded(name: string, text: string): boolean {
  if (ofItself(name).includes(text) || /^\$\([^()]*\)$/.test(text)) return true;
  if (isProxy.test(name)) return macroInUrl.test(text);
  if (!isStrict(name)) return false;
  return /\$\([^()]*\)/.test(text) || ofItself(name).some((reference) => text.includes(reference));
}

const ofItself = (name: string) => [`\${${name}}`, `$${name}`];

/**
 * In the variables of this package and of Azure a part that was not expanded is enough: `?$(SAS)`,
 * `https://$(ACCOUNT).blob.core.windows.net`. No account, key, SAS, id or URL of a service has such a part by itself.
 * Passwords, the paths that a system makes and the names of branches may.
 */
const isStrict = (name: string) =>
  /^(NX_AZURE_CACHE_|NX_POWERPACK_|NX_KEY$|AZURE_|IDENTITY_|MSI_)/.test(name) &&
  !/(_PATH|_FILE|_DIR|_PASSWORD|_SECRET|_SCOPE)$/.test(name);

const isProxy = /^(HTTPS?|ALL)_PROXY$/i;

/** A password may have `$(…)` in it; a whole part of a URL, as its host, port or user, is none. */
const macroInUrl = /[/:@.]\$\([^()]*\)(?=[/:@.]|$)/;

/**
 * A copy of the variables of a process, with some more. On Windows `process.env` finds a variable whatever the case of its
 * name, and a plain copy does not (nodejs.org/api/process.html#processenv): there the copy finds it, too, and lists all
 * names in capitals.
 */
export function copyEnvironment(
  env: Environment,
  more: Environment = {},
  platform: NodeJS.Platform = process.platform,
): Environment {
  return platform === 'win32' ? withoutCase({ ...env, ...more }) : { ...env, ...more };
}

function withoutCase(env: Environment): Environment {
  const capitals = Object.entries(env).map(([name, value]) => [name.toUpperCase(), value] as const);
  return new Proxy<Environment>(Object.fromEntries(capitals), {
    get: (variables, name) => (typeof name === 'string' ? variables[name.toUpperCase()] : undefined),
  });
}

/**
 * Gives the variables of Azure's libraries the names by which these look for them. A thread has a copy of the environment,
 * in which names have a case on Windows, too (nodejs.org/api/process.html#processenv).
 */
export function capitalize(
  env: Record<string, string | undefined> = process.env,
  platform: NodeJS.Platform = process.platform,
): void {
  if (platform !== 'win32') return;
  for (const [name, value] of Object.entries(env))
    if (readByLibraries.test(name)) env[name.toUpperCase()] ??= value;
}

export const signingKeyVariable = 'NX_AZURE_CACHE_SIGNING_KEY';

/**
 * What was taken out of an environment, for the next call: Nx asks for the remote cache once a run, and one process may
 * make several. It lives as long as the environment that it was taken from, which is as global.
 */
const taken = new WeakMap<Environment, string>();

/**
 * Takes the signing key out of the environment, so that processes started from now on do not inherit it. Nx 22 and later
 * have noted the environment of a task by then, with its hash (`getTaskSpecificEnv` in `nx/src/tasks-runner/task-env`).
 *
 * @returns the environment as it was
 */
export function takeSigningKey(
  env: Record<string, string | undefined> = process.env,
  platform: NodeJS.Platform = process.platform,
): Environment {
  const key = env[signingKeyVariable] ?? taken.get(env);
  if (key === undefined) return env;
  taken.set(env, key);
  const whole = copyEnvironment(env, { [signingKeyVariable]: key }, platform);
  Reflect.deleteProperty(env, signingKeyVariable);
  return whole;
}
