import { readFileSync } from 'node:fs';

/** The deployed resources, for the suites. It contains secrets. */
export interface Site {
  readonly tenant: string;
  /** Who plays main, and who a pull request. */
  readonly logins: Readonly<Record<'main' | 'pullRequest', Login>>;
  readonly accounts: readonly Account[];
}

export interface Login {
  readonly clientId: string;
  readonly objectId: string;
  readonly secret: string;
}

export interface Account {
  readonly name: string;
  readonly container: string;
  /** the same, if it exists */
  readonly untrustedContainer: string;
  readonly prefix: string | undefined;
}

/** Names the file with the site for the suites. */
export const siteVariable = 'NX_AZURE_CACHE_TEST_SITE';

/** @throws Error when the suites were not started by `npm run test:azure` */
export function readSite(env: NodeJS.ProcessEnv): Site {
  const file = env[siteVariable];
  if (file === undefined) throw new Error('these suites need a storage account: npm run test:azure');
  return JSON.parse(readFileSync(file, 'utf8')) as Site;
}

/** Variables by which a process signs in, by the way out of this network. */
export const variablesOf = ({ tenant, logins }: Site, who: keyof Site['logins']) => ({
  ...wayOut(process.env),
  AZURE_TOKEN_CREDENTIALS: 'EnvironmentCredential',
  AZURE_TENANT_ID: tenant,
  AZURE_CLIENT_ID: logins[who].clientId,
  AZURE_CLIENT_SECRET: logins[who].secret,
});

function wayOut(env: NodeJS.ProcessEnv): Record<string, string> {
  const names = ['HTTPS_PROXY', 'NO_PROXY', 'NODE_EXTRA_CA_CERTS'];
  return Object.fromEntries(names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
}
