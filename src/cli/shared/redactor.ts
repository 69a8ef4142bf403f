import { credentialVariables, untrustedSasVariable } from '../../config/credential-source.js';
import { type Environment, signingKeyVariable } from '../../config/environment.js';
import { parseKeyText } from '../../config/key-text.js';
import { createRedactor } from '../../config/secrets.js';
import { redactLicenses } from '../../config/show.js';
import { licenseKeyVariable, licenseVariables } from '../../config/variables.js';

const variables = [...Object.values(credentialVariables), untrustedSasVariable, ...licenseVariables];
const keyVariables = [signingKeyVariable, licenseKeyVariable];

/** Removes from a text every secret of the environment, used or not, valid or not. */
export function createEnvironmentRedactor(env: Environment): (text: string) => string {
  const read = (names: readonly string[]) =>
    names.map((name) => env[name]?.trim()).filter((value) => value !== undefined);
  const keys = read(keyVariables);
  const halves = keys.map((text) => parseKeyText(text)?.key).filter((half) => half !== undefined);
  const secrets = [...read(variables), ...keys, ...halves].map((value) => ({ kind: 'key', value }) as const);
  const redact = createRedactor(secrets);
  return (text) => redactLicenses(redact(text));
}
