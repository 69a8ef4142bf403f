import { readVariable, type Environment } from '../../config/environment.js';
import { parseKeyText } from '../../config/key-text.js';
import { createRedactor } from '../../config/secrets.js';
import { signingKeyVariable } from '../../config/take-signing-key.js';

const variables = [
  'AZURE_STORAGE_CONNECTION_STRING',
  'AZURE_STORAGE_SAS_TOKEN',
  'AZURE_STORAGE_KEY',
  'NX_AZURE_CACHE_UNTRUSTED_SAS_TOKEN',
  signingKeyVariable,
];

/** Takes out of a text every secret that the environment has, in use or not, valid or not. */
export function createEnvironmentRedactor(env: Environment): (text: string) => string {
  const values = variables.map((name) => readVariable(env, name)).filter((value) => value !== undefined);
  const secrets = values.map((value) => ({ kind: 'key', value }) as const);
  return createRedactor(secrets, parseKeyText(readVariable(env, signingKeyVariable) ?? ''));
}
