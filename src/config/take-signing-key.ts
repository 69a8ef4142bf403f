import type { Environment } from './environment.js';

const name = 'NX_AZURE_CACHE_SIGNING_KEY';

/**
 * What was taken out of an environment, for the next call: Nx asks for the remote cache once a run, and one process may
 * make several. It lives as long as the environment that it was taken from, which is as global.
 */
const taken = new WeakMap<Environment, string>();

/**
 * Takes the signing key out of the environment, so that processes started from now on do not inherit it.
 *
 * @returns the environment as it was
 */
export function takeSigningKey(env: Record<string, string | undefined> = process.env): Environment {
  const key = env[name] ?? taken.get(env);
  if (key === undefined) return env;
  taken.set(env, key);
  const whole = { ...env, [name]: key };
  // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- an environment variable is taken away, not set
  delete env[name];
  return whole;
}
