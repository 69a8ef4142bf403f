import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { findProxy, misreadNoProxy } from '../../../config/find-proxy.js';
import { readVariable, type Environment } from '../../../config/environment.js';
import { fail, pass, warn, type Check, type Finding } from '../check.js';
import { serviceOf, type Setup } from '../setup.js';
import { configuration } from './configuration.js';

/** Which way requests go, and whose certificates they take. */
export const proxy: Check = {
  title: 'Proxy',
  needs: [configuration],
  run(setup) {
    return [...way(serviceOf(setup), setup), ...authorities(setup), ...noVerification(setup.env)];
  },
};

function way(url: string, setup: Setup): Finding[] {
  const { env } = setup;
  const found = findProxy(url, env);
  const { host } = new URL(url);
  if (!found) return [pass(`requests to ${host} go straight there`)];
  const { variable, url: proxyUrl } = found;
  if (!proxyUrl) return [fail(`${variable} is not the URL of a proxy`, 'write it as http://host:port')];
  return [
    pass(`requests to ${host} go through the proxy ${proxyUrl.host} (${variable})`),
    ...misread(url, env),
    ...(setup.resolve().config.credential.kind === 'default' ? tokens(env) : []),
  ];
}

function misread(url: string, env: Environment): Finding[] {
  const { hostname } = new URL(url);
  return misreadNoProxy(url, env).map((entry) =>
    warn(
      `NO_PROXY has "${entry}", which other programs take for ${hostname}, and Azure's SDK does not`,
      `if no proxy is wanted there, write "${hostname}" or ".${hostname.replace(/^[^.]+\./, '')}"`,
    ),
  );
}

/** A proxy has no way to the metadata service of this very machine. */
function tokens(env: Environment): Finding[] {
  const target = tokenServiceUrl(env);
  if (!mayBeManagedIdentity(env) || !findProxy(target, env)) return [];
  const { hostname } = new URL(target);
  return [
    warn(
      `managed identity is asked for at ${hostname}, through the proxy, which cannot reach it`,
      `put ${hostname} into NO_PROXY`,
    ),
  ];
}

/** Where managed identity is asked for a token. */
function tokenServiceUrl(env: Environment): string {
  const named =
    readVariable(env, 'IDENTITY_ENDPOINT') ?? readVariable(env, 'AZURE_POD_IDENTITY_AUTHORITY_HOST');
  return named !== undefined && URL.canParse(named) ? named : 'http://169.254.169.254';
}

/** Nothing that comes earlier in the chain of DefaultAzureCredential is there, or chosen. */
function mayBeManagedIdentity(env: Environment): boolean {
  const chosen = readVariable(env, 'AZURE_TOKEN_CREDENTIALS')?.toLowerCase() ?? 'prod';
  const earlier = ['AZURE_CLIENT_SECRET', 'AZURE_CLIENT_CERTIFICATE_PATH', 'AZURE_FEDERATED_TOKEN_FILE'];
  const isSet = (name: string) => readVariable(env, name) !== undefined;
  return ['prod', 'managedidentitycredential'].includes(chosen) && !earlier.some(isSet);
}

/** Node says a line about a file that it cannot read, which is lost among others, and goes on without. */
function authorities({ cwd, env, started }: Setup): Finding[] {
  const variable = 'NODE_EXTRA_CA_CERTS';
  const file = started[variable];
  if (file === undefined || file === '') return (env[variable] ?? '') === '' ? [] : [tooLate(variable)];
  try {
    const count = countCertificates(readFileSync(resolve(cwd, file), 'utf8'));
    if (count > 0)
      return [pass(`${count === 1 ? 'a certificate' : `${count} certificates`} of ${variable} are trusted`)];
    return [fail(`${file} of ${variable} has no certificate`, pem)];
  } catch (error) {
    const { code = 'no certificate' } = Object(error) as { code?: string };
    return [fail(`${file} of ${variable} cannot be read (${code}), so Node trusts nothing of it`, pem)];
  }
}

/** https://nodejs.org/api/cli.html#node_extra_ca_certsfile: it is read when the process is first launched. */
const tooLate = (variable: string) =>
  warn(
    `${variable} is set by a .env file, which Node does not read: nothing of it is trusted`,
    `set ${variable} in the shell or in the CI's job`,
  );

const pem = 'name a file there with your company\'s root certificate in PEM ("-----BEGIN CERTIFICATE-----")';

/** @throws Error for one that is none */
function countCertificates(text: string): number {
  const found = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return found.map((certificate) => new X509Certificate(certificate)).length;
}

function noVerification(env: Environment): Finding[] {
  if (env['NODE_TLS_REJECT_UNAUTHORIZED'] !== '0') return [];
  return [
    warn(
      'NODE_TLS_REJECT_UNAUTHORIZED=0: whoever is in between can read and change all that is sent, tokens too',
      "take it away, and point NODE_EXTRA_CA_CERTS to your company's root certificate",
    ),
  ];
}
