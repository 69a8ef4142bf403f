import { connectionStringAt, startAzurite, type Azurite, accountName } from '../azurite.js';
import { startProxy, type Proxy } from '../proxy/proxy.js';

/** A storage account that workspaces reach through the proxy. */
export interface Cloud {
  readonly azurite: Azurite;
  readonly proxy: Proxy;
  /** The name of a container that is not there yet. */
  nextContainer(): string;
  /** The name of a fresh container. */
  createContainer(): Promise<string>;
  /** A fresh container: the `azure` block that names it, and the variables with the credential. */
  createShare(): Promise<Share & { readonly azure: { readonly container: string } }>;
  close(): Promise<void>;
}

export interface Share {
  /** undefined: nx.json has no such block */
  readonly azure: Readonly<Record<string, string | object>> | undefined;
  readonly env: Readonly<Record<string, string>>;
}

export async function startCloud({ latency = 0 }: { latency?: number } = {}): Promise<Cloud> {
  const azurite = await startAzurite();
  const proxy = await startProxy({ target: azurite.url, latency });
  const env = { AZURE_STORAGE_CONNECTION_STRING: connectionStringAt(proxy.url) };
  let containers = 0;
  const nextContainer = () => `cache-${++containers}`;
  const createContainer = async () => {
    const container = nextContainer();
    await azurite.createContainer(container);
    return container;
  };
  return {
    azurite,
    proxy,
    nextContainer,
    createContainer,
    createShare: async () => ({ azure: { accountName, container: await createContainer() }, env }),
    close: async () => {
      await proxy.close();
      await azurite.close();
    },
  };
}
