import { randomUUID } from 'node:crypto';
import type { Azurite } from '../support/azurite.js';
import { createAuthorizer } from './authorize.js';
import { startAzureFront } from './azure-front.js';
import type { Deployment } from './deployment.js';
import { createDoor, type Door } from './door.js';
import { createEntra, type Client, type Entra } from './entra.js';

/** An account with its identities, as a template has put them into a subscription. */
export interface DeployedAzure {
  readonly tenant: string;
  /** by the template's names of the identities, e.g. `trusted` */
  readonly clients: Readonly<Record<string, Client>>;
  readonly accountName: string;
  readonly entra: Entra;
  readonly door: Door;
  /** By which a process reaches all that under its real names. */
  readonly variables: Readonly<Record<string, string>>;
  /** Where the front listens on the loopback, for who does without the proxy. */
  readonly port: number;
  /** Hosts elsewhere that a process wanted to reach. */
  readonly strangers: readonly string[];
  close(): void;
}

/** Deploys to the stand-in for Azure, like `az deployment group create`: containers, identities, rights. */
export async function deploy(deployment: Deployment, azurite: Azurite): Promise<DeployedAzure> {
  const { account, containers, identities, assignments } = deployment;
  const tenant = randomUUID();
  const clients: Record<string, Client> = {};
  for (const { key, credentials } of identities)
    clients[key] = { clientId: randomUUID(), objectId: randomUUID(), credentials };
  for (const { name } of containers) await azurite.createContainer(name);
  const authorizer = createAuthorizer(
    assignments.map(({ principal, ...grant }) => ({
      ...grant,
      objectId: 'objectId' in principal ? principal.objectId : (clients[principal.identity]?.objectId ?? ''),
    })),
  );
  const entra = createEntra({ [tenant]: Object.values(clients) });
  const door = createDoor({ azurite: azurite.url, account: { ...account, tenant }, authorizer });
  const hosts = new Map([
    ['login.microsoftonline.com', entra.handle],
    [`${account.name}.blob.core.windows.net`, door.handle],
  ]);
  const front = await startAzureFront((host) => hosts.get(host));
  return {
    tenant,
    clients,
    accountName: account.name,
    entra,
    door,
    variables: front.variables,
    port: front.port,
    strangers: front.strangers,
    close: () => {
      front.close();
      door.close();
    },
  };
}
