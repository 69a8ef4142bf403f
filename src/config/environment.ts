/** The variables of a process, e.g. `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads a variable, trimmed. A blank one, and one that the CI did not expand, counts as absent. */
export function readVariable(env: Environment, name: string): string | undefined {
  return present(env[name], name);
}

/**
 * Trims a text. A blank one, and an unexpanded macro, counts as absent.
 *
 * @param name the variable that it is from; none for a text of nx.json
 */
export function present(text: string | undefined, name = ''): string | undefined {
  const trimmed = text?.trim();
  return trimmed === undefined || trimmed === '' || isUnexpanded(name, trimmed) ? undefined : trimmed;
}

/** The variables that Azure's libraries read from the environment by themselves; none of Nx's. */
export const readByLibraries = /^(AZURE_|IDENTITY_|MSI_|(HTTPS?|ALL|NO)_PROXY$)/i;

/**
 * Changes the variables of Azure's libraries to what this package reads: the libraries would use
 * `AZURE_CLIENT_ID=$(CLIENT_ID)` literally, and reject a tenant that ends in a line break. Only for a thread or a command of
 * this package, before it loads those libraries.
 */
export function tidyForLibraries(env: Record<string, string | undefined> = process.env): void {
  for (const name of Object.keys(env).filter((name) => readByLibraries.test(name))) {
    const value = readVariable(env, name);
    if (value === undefined) Reflect.deleteProperty(env, name);
    else if (value !== env[name]) env[name] = value;
  }
}

/** Lists the variables of this package and of Azure that count as absent because the CI did not expand them. */
export function unexpandedVariables(env: Environment): string[] {
  const known = /^(NX_AZURE_CACHE_|NX_POWERPACK_)/;
  return Object.entries(env)
    .filter(([name]) => known.test(name) || readByLibraries.test(name))
    .filter(([name, value = '']) => isUnexpanded(name, value.trim()))
    .map(([name]) => name);
}

/**
 * Whether a CI has passed on the reference to a variable that is not defined there, mostly a secret in the build of a fork.
 *
 * - Azure Pipelines leaves a macro, `$(NAME)`; template and runtime expressions become nothing
 *   (learn.microsoft.com/azure/devops/pipelines/process/variables, "Understand variable syntax").
 * - GitLab leaves a variable that is made of itself, `NAME: $NAME`, where a protected one is not passed
 *   (gitlab-org/gitlab#350747). Of another name it becomes nothing.
 *
 * GitHub Actions passes an empty value.
 */
export function isUnexpanded(name: string, text: string): boolean {
  if (ofItself(name).includes(text) || /^\$\([^()]*\)$/.test(text)) return true;
  if (isProxy.test(name)) return macroInUrl.test(text);
  if (!isStrict(name)) return false;
  return /\$\([^()]*\)/.test(text) || ofItself(name).some((reference) => text.includes(reference));
}

const ofItself = (name: string) => [`\${${name}}`, `$${name}`];

/**
 * In the variables of this package and of Azure one part that was not expanded is enough: `?$(SAS)`,
 * `https://$(ACCOUNT).blob.core.windows.net`. No account, key, SAS, id or URL of a service contains such a part. Passwords,
 * paths and names of branches may.
 */
const isStrict = (name: string) =>
  /^(NX_AZURE_CACHE_|NX_POWERPACK_|NX_KEY$|AZURE_|IDENTITY_|MSI_)/.test(name) &&
  !/(_PATH|_FILE|_DIR|_PASSWORD|_SECRET|_SCOPE)$/.test(name);

const isProxy = /^(HTTPS?|ALL)_PROXY$/i;

/** A password may contain `$(…)`; a complete part of a URL, such as its host, port or user, does not. */
const macroInUrl = /[/:@.]\$\([^()]*\)(?=[/:@.]|$)/;

/**
 * Copies the variables of a process and adds some. On Windows `process.env` ignores the case of names, and a plain copy does
 * not (nodejs.org/api/process.html#processenv): there the copy ignores it, too, and lists all names in capitals.
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
 * Adds the names in capitals that Azure's libraries look for. A thread has a copy of the environment, in which the case of
 * names counts on Windows, too (nodejs.org/api/process.html#processenv).
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
 * The keys that were taken, for the next call: Nx opens the remote cache once a run, and one process may make several runs.
 * They live as long as the environment that they were taken from.
 */
const taken = new WeakMap<Environment, string>();

/**
 * Removes the signing key from the environment, so that processes started from now on do not inherit it. Nx 22 and later have
 * already copied the environment of a task, with its hash (`getTaskSpecificEnv` in `nx/src/tasks-runner/task-env`).
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
