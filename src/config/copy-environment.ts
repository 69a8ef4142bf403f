import { readByLibraries, type Environment } from './environment.js';

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
