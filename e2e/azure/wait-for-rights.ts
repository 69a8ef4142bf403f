import { setTimeout as sleep } from 'node:timers/promises';
import { openProbe } from '../../src/blob/probe.js';
import { resolveProxy } from '../../src/config/find-proxy.js';
import { openAsPullRequest } from './real-rights.js';
import { variablesOf, type Account, type Site } from './site.js';

/**
 * Roles take up to 10 minutes to be known (learn.microsoft.com/azure/role-based-access-control/troubleshooting). An attack
 * that is refused before would prove nothing: so each login has to be able to do first what it may.
 *
 * @throws Error after 15 minutes
 */
export async function waitForRights(site: Site): Promise<void> {
  for (const account of site.accounts) {
    await until(() => mainCreates(site, account));
    await until(() => pullRequestCreates(site, account));
    await until(() => pullRequestReads(site, account));
  }
}

async function mainCreates(site: Site, { name, container, prefix }: Account): Promise<boolean> {
  Object.assign(process.env, variablesOf(site, 'main'));
  const credential = { kind: 'default' } as const;
  const proxy = resolveProxy(process.env);
  const probe = await openProbe({ container, accountName: name, endpoint: undefined, credential, proxy });
  return (await probe.create(below(prefix, `v1/trusted/${first}`))) === 'done';
}

async function pullRequestCreates(site: Site, account: Account): Promise<boolean> {
  const blob = openAsPullRequest(site, account, account.untrustedContainer).getBlockBlobClient(
    below(account.prefix, `v1/pr/7/${first}`),
  );
  await blob.upload('a', 1);
  return true;
}

async function pullRequestReads(site: Site, account: Account): Promise<boolean> {
  const name = below(account.prefix, `v1/trusted/${first}`);
  await openAsPullRequest(site, account, account.container).getBlobClient(name).getProperties();
  return true;
}

const first = 'the-first-of-this-run';
const below = (prefix: string | undefined, name: string) =>
  prefix === undefined ? name : `${prefix}/${name}`;

async function until(is: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 15 * 60_000;
  for (;;) {
    const failure = await is().then(
      (done) => (done ? undefined : new Error('refused')),
      (error: unknown) => error as Error,
    );
    if (failure === undefined) return;
    if (Date.now() > deadline)
      throw new Error('the roles of the template are not in force after 15 minutes', { cause: failure });
    await sleep(10_000);
  }
}
