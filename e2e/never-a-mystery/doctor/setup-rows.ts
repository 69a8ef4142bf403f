import { accountKey, accountName, connectionStringAt } from '../../../test/support/azurite.js';
import { accountSas } from '../../../test/support/account-sas.js';
import { containerSas } from '../../../test/support/container-sas.js';
import { keyOf } from '../../../test/support/fakes/credentials.js';
import type { Rule } from '../../../test/support/proxy/proxy-fault.js';
import { generateKeyPair } from '../../../src/trust/signature.js';
import type { Change } from './state.js';
import type { Services } from './services.js';

/** A broken set-up, doctor's finding, and the fix. */
export interface SetupRow {
  readonly name: string;
  /** the first check that does not pass */
  readonly check: string;
  /** by default it fails */
  readonly status?: 'warn';
  /** in the detail and the fix */
  readonly reports: RegExp;
  /** changes to the healthy setup */
  readonly broken: (services: Services) => Change;
  /** the change that fixes the set-up */
  readonly fixed: (services: Services) => Change | Promise<Change>;
}

const env = (variables: Change['env'] = {}) => ({ env: variables });
const azure = (keys: NonNullable<Change['azure']>) => ({ azure: keys });
const alias = '@nx/powerpack-azure-cache';
/** ms */
const year = 365 * 86_400_000;
const working = 'exports.getRemoteCache = () => null;';

/** Set-ups with a fault in or around the workspace. */
const installRows: readonly SetupRow[] = [
  {
    name: 'the package is installed by its own name only',
    check: 'Package',
    reports:
      /Nx looks only for @nx\/powerpack-azure-cache.*npm install -D @nx\/powerpack-azure-cache@npm:nx-azure-cache/,
    broken: () => ({ packages: { [alias]: undefined, 'nx-azure-cache': 'packed' } }),
    fixed: () => ({ packages: { [alias]: 'packed' } }),
  },
  {
    name: 'another package has its place',
    check: 'Package',
    reports: /is another package here: .*npm install -D/,
    broken: () => ({ packages: { [alias]: { version: '4.0.0', main: 'throw new Error("loaded")' } } }),
    fixed: () => ({ packages: { [alias]: 'packed' } }),
  },
  {
    name: 'the package cannot be loaded',
    check: 'Package',
    reports: /cannot be loaded.*install it again/,
    broken: () => ({ packages: { [alias]: { name: 'nx-azure-cache', version: '0.1.0', main: '(' } } }),
    fixed: () => ({ packages: { [alias]: 'packed' } }),
  },
  {
    name: 'two versions of it',
    check: 'Package',
    status: 'warn',
    reports: /two versions.*npm uninstall nx-azure-cache/,
    broken: () => ({ packages: { 'nx-azure-cache': { version: '99.0.0', main: working } } }),
    fixed: () => ({ packages: { 'nx-azure-cache': undefined } }),
  },
  {
    name: 'an Nx that is too old',
    check: 'Versions',
    reports: /Nx 19\.8\.14 is too old.*update to Nx 20\.1 or later/,
    broken: () => ({ packages: { nx: { version: '19.8.14' } } }),
    fixed: () => ({ packages: { nx: { version: '20.1.0' } } }),
  },
  {
    name: 'Nx Cloud',
    check: 'Precedence',
    reports: /Nx Cloud is in use \(nxCloudId\).*"neverConnectToCloud": true/,
    broken: () => ({ nxJson: { nxCloudId: 'abc' } }),
    fixed: () => ({ nxJson: { nxCloudId: 'abc', neverConnectToCloud: true } }),
  },
  {
    name: 'another remote cache that Nx asks first',
    check: 'Precedence',
    reports: /@nx\/s3-cache 5\.0\.0 before this package.*npm uninstall @nx\/s3-cache/,
    broken: () => ({ packages: { '@nx/s3-cache': { version: '5.0.0' } } }),
    fixed: () => ({ packages: { '@nx/s3-cache': undefined } }),
  },
  {
    name: 'remote caches that are turned off',
    check: 'Precedence',
    reports: /NX_SKIP_REMOTE_CACHE is set.*remove NX_SKIP_REMOTE_CACHE/,
    broken: () => env({ NX_SKIP_REMOTE_CACHE: 'true' }),
    fixed: () => env({ NX_SKIP_REMOTE_CACHE: undefined }),
  },
  {
    name: 'the legacy cache of Nx 20',
    check: 'Precedence',
    reports: /"useLegacyCache" in nx\.json is set.*remove/,
    broken: () => ({ nxJson: { useLegacyCache: true }, packages: { nx: { version: '20.8.4' } } }),
    fixed: () => ({ nxJson: {} }),
  },
  {
    name: 'a runner of its own in Nx 20',
    check: 'Precedence',
    status: 'warn',
    reports: /the task runner is my-runner.*remove "runner" from tasksRunnerOptions/,
    broken: () => ({
      nxJson: { tasksRunnerOptions: { default: { runner: 'my-runner' } } },
      packages: { nx: { version: '20.8.4' } },
    }),
    fixed: () => ({ nxJson: { tasksRunnerOptions: { default: {} } } }),
  },
];

/** nx.json and the variables. */
const configurationRows: readonly SetupRow[] = [
  {
    name: 'no azure block',
    check: 'Configuration',
    reports: /the remote cache is off.*add "azure"/,
    broken: () => ({ text: '{}' }),
    fixed: () => ({ text: undefined }),
  },
  {
    name: 'an nx.json with an error',
    check: 'Configuration',
    reports: /line 2: CommaExpected.*correct the error/,
    broken: ({ healthy }) => ({ text: `{ "a": 1\n "azure": ${JSON.stringify(healthy.azure)} }` }),
    fixed: ({ healthy }) => ({ text: `{ "a": 1,\n "azure": ${JSON.stringify(healthy.azure)} }` }),
  },
  {
    name: 'an unknown key',
    check: 'Configuration',
    reports: /azure\.contaner: got an unknown key.*one of container/,
    broken: () => azure({ contaner: 'cache' }),
    fixed: () => azure({ contaner: undefined }),
  },
  {
    name: 'a typo in the mode',
    check: 'Configuration',
    reports: /azure\.ciMode: got "readwrite".*one of read-write/,
    broken: () => azure({ ciMode: 'readwrite' }),
    fixed: () => azure({ ciMode: 'read-write' }),
  },
  {
    name: 'a signing key that nobody verifies with',
    check: 'Configuration',
    reports: /NX_AZURE_CACHE_SIGNING_KEY.*public half is in azure\.trust\.publicKeys/,
    broken: () => signedBy(generateKeyPair('main').signingKey),
    fixed: () => signedBy(keys.signingKey),
  },
  {
    name: 'a connection string that is none',
    check: 'Configuration',
    reports: /AZURE_STORAGE_CONNECTION_STRING: got one without AccountKey.*copied whole/,
    broken: () => env({ AZURE_STORAGE_CONNECTION_STRING: 'AccountName=acme' }),
    fixed: ({ url }) => env({ AZURE_STORAGE_CONNECTION_STRING: connectionStringAt(url) }),
  },
  {
    name: 'a whole SAS URL in the place of a SAS',
    check: 'Configuration',
    reports: /AZURE_STORAGE_SAS_TOKEN: got a whole URL.*after the "\?" of a SAS URL/,
    broken: ({ url, container }) => sas(`${url}/${container}?${containerSas(container, 'rcw')}`),
    fixed: ({ container }) => sas(containerSas(container, 'rcw')),
  },
  {
    name: 'a SAS that lost its signature on the way through a shell',
    check: 'Configuration',
    reports: /AZURE_STORAGE_SAS_TOKEN: got one without a signature.*whole and without quotes/,
    broken: () => sas('sv=2023-11-03'),
    fixed: () => sas(accountSas('rcw')),
  },
  {
    name: 'a key in quotes',
    check: 'Configuration',
    reports: /AZURE_STORAGE_KEY: got one in quotes.*without quotes/,
    broken: () => env({ AZURE_STORAGE_KEY: `"${accountKey}"` }),
    fixed: () => env({ AZURE_STORAGE_KEY: accountKey }),
  },
  {
    name: 'read-only everywhere',
    check: 'Mode',
    status: 'warn',
    reports: /the cache stays empty.*azure\.ciMode to "read-write"/,
    broken: () => azure({ localMode: 'read-only', ciMode: 'read-only' }),
    fixed: () => azure({ ciMode: 'read-write' }),
  },
  {
    name: 'no cache, by the variable',
    check: 'Mode',
    status: 'warn',
    reports:
      /set by NX_POWERPACK_CACHE_MODE: nothing is retrieved or stored.*set NX_POWERPACK_CACHE_MODE to read-write/,
    broken: () => env({ NX_POWERPACK_CACHE_MODE: 'no-cache' }),
    fixed: () => env({ NX_POWERPACK_CACHE_MODE: 'read-write' }),
  },
];

const keys = generateKeyPair('main');
const trust = { branches: ['main'], publicKeys: [keys.publicKey] };
const trusted = { NX_AZURE_CACHE_SCOPE: 'trusted' };
const signing = { NX_AZURE_CACHE_SIGNING_KEY: keys.signingKey };
const signedBy = (signingKey: string) => ({
  ...azure({ trust }),
  ...env({ ...trusted, NX_AZURE_CACHE_SIGNING_KEY: signingKey }),
});

/** The way to the service. */
const networkRows: readonly SetupRow[] = [
  {
    name: 'a proxy that is none',
    check: 'Proxy',
    reports: /HTTPS_PROXY is not the URL of a proxy.*http:\/\/host:port/,
    broken: ({ refusing }) => env({ HTTPS_PROXY: refusing.replace('127.0.0.1', 'localhost') }),
    fixed: ({ url }) => env({ HTTPS_PROXY: new URL(url).origin }),
  },
  {
    name: 'a certificate file that is not there',
    check: 'Proxy',
    reports:
      /gone\.pem \(NODE_EXTRA_CA_CERTS\) cannot be read \(ENOENT\).*set NODE_EXTRA_CA_CERTS to a PEM file/,
    broken: () => env({ NODE_EXTRA_CA_CERTS: 'gone.pem' }),
    fixed: ({ entra }) => env({ NODE_EXTRA_CA_CERTS: entra.env?.['NODE_EXTRA_CA_CERTS'] }),
  },
  {
    name: 'an account that does not exist',
    check: 'Endpoint',
    reports: /nosuchaccount\.invalid (is not a known host|cannot be looked up)/,
    broken: () => azure({ endpoint: 'https://nosuchaccount.invalid' }),
    fixed: ({ url }) => azure({ endpoint: url }),
  },
  {
    name: 'a port that nobody listens on',
    check: 'Endpoint',
    reports: /refuses connections \(ECONNREFUSED\).*correct azure\.endpoint/,
    broken: ({ refusing }) => azure({ endpoint: `http://${refusing}/${accountName}` }),
    fixed: ({ url }) => azure({ endpoint: url }),
  },
  {
    name: 'a service that reports nothing',
    check: 'Endpoint',
    reports: /does not answer \(ETIMEDOUT\).*firewall/,
    broken: ({ silent }) => azure({ endpoint: `http://${silent}/${accountName}` }),
    fixed: ({ url }) => azure({ endpoint: url }),
  },
  {
    name: 'a proxy that is gone',
    check: 'Endpoint',
    reports: /cannot be reached through the proxy 127\.0\.0\.1:\d+ \(ECONNREFUSED\).*NO_PROXY/,
    broken: ({ refusing }) => env({ HTTPS_PROXY: `http://${refusing}` }),
    fixed: () => env({ NO_PROXY: '127.0.0.1' }),
  },
  {
    name: 'a certificate that nobody vouches for',
    check: 'Endpoint',
    reports: /TLS certificate that is not trusted here.*NODE_EXTRA_CA_CERTS/,
    broken: ({ entra }) => ({ ...entra, env: { ...entra.env, NODE_EXTRA_CA_CERTS: undefined } }),
    fixed: ({ entra }) => entra,
  },
  {
    name: 'a clock that is 20 minutes behind',
    check: 'Clock',
    reports: /clock is 20 minutes behind.*enable time synchronization/,
    broken: ({ cloud }) => {
      const date = new Date(Date.now() + 20 * 60_000).toUTCString();
      cloud.proxy.reset([
        { match: ({ container }) => container === '', fault: refusal(403, 'AuthenticationFailed', { date }) },
      ]);
      return {};
    },
    fixed: afterReset,
  },
];

/** An answer of Azure, or of a proxy that replaces it. */
const refusal = (status: number, code: string, headers: Record<string, string> = {}): Rule['fault'] => ({
  kind: 'status',
  status,
  code,
  headers,
});

/** Resets the services and changes nothing else. */
function afterReset(services: Services): Change {
  resetServices(services);
  return {};
}

/** Undoes every change that a row has made to them. */
export function resetServices({ cloud, tls, tokens }: Services): void {
  cloud.proxy.reset();
  tls.reset();
  tokens.answerWith();
}

const sas = (token: string) => env({ AZURE_STORAGE_SAS_TOKEN: token });
const noKey = { AZURE_STORAGE_KEY: undefined };

/** The right to the container, and the container. */
const credentialRows: readonly SetupRow[] = [
  {
    name: 'a SAS that has expired',
    check: 'Credential',
    reports: /expired on.*create a new SAS/,
    broken: () => sas(accountSas('rcw', -60_000)),
    fixed: () => sas(accountSas('rcw')),
  },
  {
    name: 'a connection string of an application, of another account',
    check: 'Credential',
    status: 'warn',
    reports:
      /points to 127\.0\.0\.1:\d+, so "https:\/\/acme\.example" from the configuration is not used.*unset the variable/,
    broken: ({ cloud }) => ({
      ...azure({ endpoint: 'https://acme.example' }),
      ...env({ AZURE_STORAGE_CONNECTION_STRING: connectionStringAt(cloud.proxy.url) }),
    }),
    fixed: ({ url }) => ({
      ...azure({ endpoint: url }),
      ...env({ AZURE_STORAGE_CONNECTION_STRING: undefined }),
    }),
  },
  {
    name: 'a SAS that begins next year',
    check: 'Credential',
    reports: /is not valid before .* \(st\).*create a SAS that is valid from now on/,
    broken: () => sas(`st=${new Date(Date.now() + year).toISOString()}&${accountSas('rcw', 2 * year)}`),
    fixed: () => sas(accountSas('rcw')),
  },
  {
    name: 'no credential',
    check: 'Credential',
    reports: /no Azure credential was found.*sign in/,
    broken: () => env(noKey),
    fixed: () => env({ AZURE_STORAGE_KEY: accountKey }),
  },
  {
    name: 'a token service that does not know who asks',
    check: 'Credential',
    reports: /the token service at 127\.0\.0\.1:\d+ refused to give a token \(401\)/,
    broken: ({ entra }) => ({ ...entra, env: { ...entra.env, IDENTITY_HEADER: 'wrong' } }),
    fixed: ({ entra }) => entra,
  },
  {
    name: 'a token service that makes no sense',
    check: 'Credential',
    reports: /answered with something other than a token \(200\).*NO_PROXY/,
    broken: ({ entra, tokens }) => {
      tokens.answerWith({ status: 200, body: '<html>' });
      return entra;
    },
    fixed: afterReset,
  },
  {
    name: 'a wrong account key',
    check: 'Container',
    // Azure answers AuthenticationFailed; Azurite AuthorizationFailure.
    reports: /refuses requests from this machine|did not accept the credential/,
    broken: () => env({ AZURE_STORAGE_KEY: keyOf('another') }),
    fixed: () => env({ AZURE_STORAGE_KEY: accountKey }),
  },
  {
    name: 'a SAS of another container',
    check: 'Container',
    reports: /refuses requests from this machine|did not accept the credential/,
    broken: () => sas(containerSas('another', 'rcw')),
    fixed: ({ container }) => sas(containerSas(container, 'rcw')),
  },
  {
    name: 'a SAS that may not read',
    check: 'Container',
    reports: /not allowed to read container.*a SAS: add the permission/,
    broken: ({ container }) => sas(containerSas(container, 'cw')),
    fixed: ({ container }) => sas(containerSas(container, 'rcw')),
  },
  {
    name: 'a container that is not there',
    check: 'Container',
    reports: /container "missing" does not exist.*az storage container create/,
    broken: () => azure({ container: 'missing' }),
    fixed: async ({ cloud }) => {
      await cloud.azurite.createContainer('missing');
      return {};
    },
  },
  {
    name: 'the name of another container',
    check: 'Container',
    reports: /container "nx-cahce" does not exist.*correct azure\.container/,
    broken: () => azure({ container: 'nx-cahce' }),
    fixed: ({ container }) => azure({ container }),
  },
  {
    name: 'a token that Azure does not accept',
    check: 'Container',
    reports: /did not accept the token of Entra ID.*\(401 InvalidAuthenticationInfo\)/,
    broken: ({ entra, tls }) => refuse(tls, entra, refusal(401, 'InvalidAuthenticationInfo')),
    fixed: afterReset,
  },
  {
    name: 'an identity without a role',
    check: 'Container',
    reports: /the role "Storage Blob Data Reader".*\(403 AuthorizationPermissionMismatch\)/,
    broken: ({ entra, tls }) => refuse(tls, entra, refusal(403, 'AuthorizationPermissionMismatch')),
    fixed: afterReset,
  },
  {
    name: 'a SAS that may only read',
    check: 'Rights',
    reports: /creating in "shared" .* is refused.*with permissions rcw only/,
    broken: ({ container }) => sas(containerSas(container, 'r')),
    fixed: ({ container }) => sas(containerSas(container, 'rcw')),
  },
];

/** Whose run it is. */
const trustRows: readonly SetupRow[] = [
  {
    name: 'a trusted run that cannot sign',
    check: 'Signatures',
    reports: /NX_AZURE_CACHE_SIGNING_KEY is missing.*pass the secret to this job/,
    broken: () => ({ ...azure({ trust }), ...env(trusted) }),
    fixed: () => signedBy(keys.signingKey),
  },
  {
    name: 'a pull request that can',
    check: 'Signatures',
    reports: /untrusted run has NX_AZURE_CACHE_SIGNING_KEY.*pass it to trusted jobs only/,
    broken: () => ({ ...azure({ trust }), ...env({ ...signing, NX_AZURE_CACHE_SCOPE: 'pr/7' }) }),
    fixed: () => env({ NX_AZURE_CACHE_SIGNING_KEY: undefined }),
  },
];

/** A request for a blob is refused; the ping of the endpoint is not. */
function refuse(proxy: Services['tls'], entra: Change, fault: Rule['fault']): Change {
  proxy.reset([{ match: ({ kind }) => kind === 'get', fault }]);
  return entra;
}

/** In the order of the checks. */
export const setupRows = [
  ...installRows,
  ...configurationRows,
  ...networkRows,
  ...credentialRows,
  ...trustRows,
];
