import type { JsonObject } from '../../nx/json.js';

/** Options of nx-remotecache-custom and of older Nx without a key here → what became of them. */
const notes: Readonly<Record<string, string>> = {
  adAuth: 'is what happens anyway: without key, SAS and connection string, DefaultAzureCredential signs in',
  captureStderr: 'is always so',
  dotenv: 'is gone: Nx itself reads .env, .local.env and .env.local',
  dotenvPath:
    'is gone: Nx itself reads .env, .local.env and .env.local; move what is in that file to one of them',
  lifeCycle: 'was for Nx itself to set',
  name: 'is gone: messages begin with "nx-azure-cache:"',
  remoteCache: 'was for the runner itself to set',
  runtimeCacheInputs: 'has not been read by Nx for long; inputs of a target can be { "runtime": "…" }',
  silent: 'is not needed: the end of a run counts hits in one line',
  skipNxCache: 'is --skip-nx-cache, or NX_SKIP_NX_CACHE',
  verbose: 'is NX_VERBOSE_LOGGING=true',
};

/** A note on every option that nothing else deals with, so that none goes without a word. */
export function noteOptions(options: JsonObject, dealtWith: readonly string[]): string[] {
  return Object.keys(options)
    .filter((name) => !dealtWith.includes(name))
    .map((name) => `The runner's option "${name}" ${notes[name] ?? 'has no counterpart here and is gone'}.`);
}
