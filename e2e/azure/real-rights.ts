import { ClientSecretCredential } from '@azure/identity';
import { ContainerClient } from '@azure/storage-blob';
import { generateKeyPair } from '../../src/trust/signature.js';
import type { Cloud } from '../../test/support/workspace/cloud.js';
import { keyIds, workshopElsewhere, type Rights } from '../../test/support/workspace/rights.js';
import { variablesOf, type Account, type Site } from './site.js';

const [current, former] = [generateKeyPair(keyIds[0]), generateKeyPair(keyIds[1])];

/** A container of the real account, with the credential of a pull request. */
export function openAsPullRequest(
  { tenant, logins }: Site,
  { name }: Account,
  container: string,
): ContainerClient {
  const { clientId, secret } = logins.pullRequest;
  const credential = new ClientSecretCredential(tenant, clientId, secret);
  return new ContainerClient(`https://${name}.blob.core.windows.net/${container}`, credential);
}

/** Returns the rights of a CI's jobs in the account; the attacker's workshop is in Azurite. */
export function rightsOn(site: Site, account: Account, cloud: Cloud, keys: boolean): Rights {
  const { name, container, untrustedContainer, prefix } = account;
  const key = keys && { NX_AZURE_CACHE_SIGNING_KEY: current.signingKey };
  return {
    azure: { accountName: name, container, ...(prefix !== undefined && { prefix }) },
    trust: {
      branches: ['main'],
      ...(untrustedContainer !== container && { untrustedContainer }),
      ...(keys && { publicKeys: [current.publicKey, former.publicKey] }),
    },
    trusted: openAsPullRequest(site, account, container),
    untrusted: openAsPullRequest(site, account, untrustedContainer),
    signingKey: current.signingKey,
    secrets: [current.signingKey, site.logins.main.secret, site.logins.pullRequest.secret],
    main: { ...variablesOf(site, 'main'), ...key },
    pullRequest: variablesOf(site, 'pullRequest'),
    workshop: workshopElsewhere(cloud, untrustedContainer),
  };
}
