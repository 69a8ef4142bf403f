import { copyEnvironment } from './copy-environment.js';
import type { Environment } from './environment.js';

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
