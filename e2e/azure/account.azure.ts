import { beforeAll, describe } from 'vitest';
import { createAzureBlobStore } from '../../src/blob/azure-blob-store.js';
import { resolveProxy } from '../../src/config/find-proxy.js';
import { describeBlobStore } from '../../test/blob-store-contract.js';
import { asMain, describeAttacks } from '../never-a-wrong-hit/poisoning/describe-attacks.js';
import { useLab } from '../../test/support/workspace/lab.js';
import { rightsOn } from './real-rights.js';
import { readSite, variablesOf } from './site.js';
import { waitForRights } from './wait-for-rights.js';

const lab = useLab();
const site = readSite(process.env);

beforeAll(async () => {
  await waitForRights(site);
  for (const name of new Set(site.accounts.map(({ untrustedContainer }) => untrustedContainer)))
    await lab.cloud.azurite.createContainer(name);
}, 50 * 60_000);

describeBlobStore('a real storage account', () => {
  const [account] = site.accounts;
  if (!account) throw new Error('no account was deployed');
  Object.assign(process.env, variablesOf(site, 'main'));
  const { name, container } = account;
  const options = {
    container,
    accountName: name,
    endpoint: undefined,
    proxy: resolveProxy(process.env),
    credential: { kind: 'default' },
  } as const;
  return createAzureBlobStore(options);
});

describe.each(site.accounts)('on $name', (account) => {
  const { clientId } = site.logins.main;
  describeAttacks(lab, {
    rightsWith: ({ keys }) => rightsOn(site, account, lab.cloud, keys),
    disguises: () => [{}, asMain, { ...asMain, AZURE_CLIENT_ID: clientId }],
  });
});
