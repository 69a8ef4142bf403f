import { readFileSync } from 'node:fs';

import { readVariable, type Environment } from './environment.js';

/**
 * What is wrong with the variables by which this job or machine is to sign in with Entra ID, and how to put it right. Undefined
 * where nothing is, or nothing is set. `@azure/identity` passes over such variables without a word, as if nobody had wanted to sign in.
 */
export function findEntraFlaw(env: Environment): string | undefined {
  return malformed(env) ?? halfSet(env) ?? unusableFile(env);
}

/** Whether the variables hold the secret, certificate or token of an application, of whatever use it is. */
export const provesApplication = (env: Environment): boolean => proofs(env).length > 0;

function malformed(env: Environment): string | undefined {
  // As checkTenantId of @azure/identity has it.
  if (!/^[\w.-]*$/.test(readVariable(env, 'AZURE_TENANT_ID') ?? ''))
    return 'AZURE_TENANT_ID is no tenant; set it to the ID of the tenant, or to its domain such as contoso.onmicrosoft.com';
  const authority = readVariable(env, 'AZURE_AUTHORITY_HOST');
  if (authority !== undefined && !isHttps(authority))
    return 'AZURE_AUTHORITY_HOST is no https URL; set it to one, such as https://login.microsoftonline.us, or unset it';
  return undefined;
}

const isHttps = (text: string) => URL.canParse(text) && new URL(text).protocol === 'https:';

const application = ['AZURE_TENANT_ID', 'AZURE_CLIENT_ID'];

/** Which variables are of no use without which others. `AZURE_TENANT_ID` and `AZURE_CLIENT_ID` alone serve other tools. */
const needs: Readonly<Record<string, readonly string[]>> = {
  AZURE_CLIENT_SECRET: application,
  AZURE_CLIENT_CERTIFICATE_PATH: application,
  AZURE_FEDERATED_TOKEN_FILE: application,
  AZURE_USERNAME: [...application, 'AZURE_PASSWORD'],
  AZURE_PASSWORD: [...application, 'AZURE_USERNAME'],
};

function halfSet(env: Environment): string | undefined {
  for (const [name, others] of proofs(env)) {
    const missing = others.filter((other) => !isSet(env, other));
    if (missing.length > 0)
      return `${name} is set without ${missing.join(' and ')}; set ${missing.length === 1 ? 'it' : 'them'}, or unset ${name}`;
  }
  return undefined;
}

/** A job of a fork has the token of its CI, too, and does not know for whom: that is no mistake. */
function proofs(env: Environment): [name: string, others: readonly string[]][] {
  const isNobody = !application.some((name) => isSet(env, name));
  return Object.entries(needs).filter(
    ([name]) => isSet(env, name) && !(isNobody && name === 'AZURE_FEDERATED_TOKEN_FILE'),
  );
}

const isSet = (env: Environment, name: string) => readVariable(env, name) !== undefined;

/** Without the path: it may be the token itself, in the wrong variable. */
function unusableFile(env: Environment): string | undefined {
  return (
    flawOfFile(env, 'AZURE_FEDERATED_TOKEN_FILE', /\S/, 'is empty') ??
    flawOfFile(
      env,
      'AZURE_CLIENT_CERTIFICATE_PATH',
      /-----BEGIN CERTIFICATE-----/,
      'holds no certificate in PEM format',
    )
  );
}

function flawOfFile(env: Environment, name: string, pattern: RegExp, otherwise: string): string | undefined {
  const path = proofs(env).some(([each]) => each === name) ? readVariable(env, name) : undefined;
  const flaw = path === undefined ? undefined : readFlaw(path, pattern, otherwise);
  return (
    flaw && `the file that ${name} names ${flaw}; check the path, and that the file is there before nx runs`
  );
}

function readFlaw(path: string, pattern: RegExp, otherwise: string): string | undefined {
  try {
    return pattern.test(readFileSync(path, 'utf8')) ? undefined : otherwise;
  } catch (cause) {
    return `cannot be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown'})`;
  }
}
