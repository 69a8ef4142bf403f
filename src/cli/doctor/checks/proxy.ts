import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { readVariable, type Environment } from '../../../config/environment.js';
import { findProxy, misreadNoProxy } from '../../../config/find-proxy.js';
import { fail, pass, warn, type Findings } from '../check.js';
import { serviceOf, type Setup } from '../setup.js';

/** Checks the proxy that requests use, and the certificates that they accept. */
export const checkProxy = (setup: Setup): Findings => [
  findRoute(serviceOf(setup), setup),
  findAuthorities(setup),
  findUnverified(setup.env),
];

function findRoute(url: string, setup: Setup): Findings {
  const { env } = setup;
  const found = findProxy(url, env);
  const { host } = new URL(url);
  if (!found) return pass(`requests to ${host} use no proxy`);
  const { variable, url: proxyUrl } = found;
  if (!proxyUrl) return fail(`${variable} is not the URL of a proxy`, 'write it as http://host:port');
  return [
    pass(`requests to ${host} use the proxy ${proxyUrl.host} (${variable})`),
    findMisread(url, env),
    setup.resolve().config.credential.kind === 'default' && findUnreachableTokens(env),
  ];
}

function findMisread(url: string, env: Environment): Findings {
  const { hostname } = new URL(url);
  return misreadNoProxy(url, env).map((entry) =>
    warn(
      `NO_PROXY has "${entry}", which matches ${hostname} in other programs, but not in Azure's SDK`,
      `to use no proxy for it, write "${hostname}" or ".${hostname.replace(/^[^.]+\./, '')}"`,
    ),
  );
}

/** A proxy cannot reach the metadata service of this machine. */
function findUnreachableTokens(env: Environment): Findings {
  const target = tokenServiceUrl(env);
  const { hostname } = new URL(target);
  if (!mayBeManagedIdentity(env) || !findProxy(target, env)) return undefined;
  return warn(
    `requests for managed identity tokens (${hostname}) use the proxy, which cannot reach that address`,
    `add ${hostname} to NO_PROXY`,
  );
}

/** The service that issues tokens for managed identities. */
function tokenServiceUrl(env: Environment): string {
  const named =
    readVariable(env, 'IDENTITY_ENDPOINT') ?? readVariable(env, 'AZURE_POD_IDENTITY_AUTHORITY_HOST');
  return named !== undefined && URL.canParse(named) ? named : 'http://169.254.169.254';
}

/** Whether no earlier credential in the chain of DefaultAzureCredential is configured or chosen. */
function mayBeManagedIdentity(env: Environment): boolean {
  const chosen = readVariable(env, 'AZURE_TOKEN_CREDENTIALS')?.toLowerCase() ?? 'prod';
  const earlier = ['AZURE_CLIENT_SECRET', 'AZURE_CLIENT_CERTIFICATE_PATH', 'AZURE_FEDERATED_TOKEN_FILE'];
  const isSet = (name: string) => readVariable(env, name) !== undefined;
  return ['prod', 'managedidentitycredential'].includes(chosen) && !earlier.some(isSet);
}

const authorities = 'NODE_EXTRA_CA_CERTS';

/** For a file that it cannot read, Node prints one line that is easily missed, and continues without it. */
function findAuthorities({ cwd, env, started }: Setup): Findings {
  const file = started[authorities];
  if (file === undefined || file === '') return (env[authorities] ?? '') !== '' && tooLate;
  try {
    const count = countCertificates(readFileSync(resolve(cwd, file), 'utf8'));
    if (count === 0) return fail(`${file} (${authorities}) contains no certificate`, usePem);
    return pass(`Node trusts ${count === 1 ? 'the certificate' : `${count} certificates`} in ${authorities}`);
  } catch (error) {
    const { code = 'not a certificate' } = Object(error) as { code?: string };
    return fail(`${file} (${authorities}) cannot be read (${code}), so Node does not trust it`, usePem);
  }
}

/** https://nodejs.org/api/cli.html#node_extra_ca_certsfile: it is read when the process is first launched. */
const tooLate = warn(
  `a .env file sets ${authorities}, but Node reads it only when it starts: the certificates are not trusted`,
  `set ${authorities} in the shell or in the CI job`,
);

const usePem = `set ${authorities} to a PEM file with your company's root certificate ("-----BEGIN CERTIFICATE-----")`;

/** @throws Error for an invalid certificate */
function countCertificates(text: string): number {
  const found = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return found.map((certificate) => new X509Certificate(certificate)).length;
}

function findUnverified(env: Environment): Findings {
  if (env['NODE_TLS_REJECT_UNAUTHORIZED'] !== '0') return undefined;
  return warn(
    'NODE_TLS_REJECT_UNAUTHORIZED=0 turns certificate checks off: others on the network can read and change requests, tokens included',
    `remove it, and set ${authorities} to a file with your company's root certificate`,
  );
}
