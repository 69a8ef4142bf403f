import { type Environment, signingKeyVariable } from '../../config/environment.js';
import { parseKeyText } from '../../config/key-text.js';
import { licenseKeyVariable, licenseVariables } from '../../config/variables.js';
import { redactLicenses } from '../../config/show.js';
import { createRedactor } from '../../config/secrets.js';

const variables = [
  'AZURE_STORAGE_CONNECTION_STRING',
  'AZURE_STORAGE_SAS_TOKEN',
  'AZURE_STORAGE_KEY',
  'NX_AZURE_CACHE_UNTRUSTED_SAS_TOKEN',
  ...licenseVariables,
];
const keyVariables = [signingKeyVariable, licenseKeyVariable];

/** Takes out of a text every secret that the environment has, in use or not, valid or not. */
export function createEnvironmentRedactor(env: Environment): (text: string) => string {
  const read = (names: readonly string[]) =>
    names.map((name) => env[name]?.trim()).filter((value) => value !== undefined);
  const keys = read(keyVariables);
  const halves = keys.map((text) => parseKeyText(text)?.key).filter((half) => half !== undefined);
  const secrets = [...read(variables), ...keys, ...halves].map((value) => ({ kind: 'key', value }) as const);
  const redact = createRedactor(secrets);
  return (text) => redactLicenses(redact(text));
}
