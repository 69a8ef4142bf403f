import { openEntra } from '../../blob/connect.js';
import { openInventory } from '../../blob/azure-inventory.js';
import type { BlobInventory } from '../../blob/blob-inventory.js';
import { findSettings } from '../../config/settings.js';
import { docsPage } from '../../docs-page.js';
import type { ScopeAccess } from '../../trust/access.js';
import type { Host } from '../host.js';
import { resolveSettings, type Resolved } from './resolved.js';

/** The workspace around a folder, and the way to its containers. Holds secrets. */
export interface Workspace extends Resolved {
  /** the folder of nx.json */
  readonly root: string;
  /** @throws CacheError */
  readonly open: (container: Account) => Promise<BlobInventory>;
}

/** A container and the right to it. Holds secrets. */
export type Account = Pick<ScopeAccess, 'container' | 'credential'>;

/** A container that is open. */
export interface OpenContainer {
  readonly container: string;
  readonly inventory: BlobInventory;
}

/** ms: no build waits for such a command, and a slow tool is worth its time. */
const patience = 60_000;

/** @throws ConfigError, Error where nothing asks for a remote cache */
export function findWorkspace({ cwd, env }: Pick<Host, 'cwd' | 'env'>): Workspace {
  const settings = findSettings(cwd, env);
  if (!settings) throw new Error(notConfigured);
  const resolved = resolveSettings(settings.azure, env);
  const { config } = resolved;
  const entra = openEntra(config, patience);
  return {
    ...{ root: settings.root, ...resolved },
    open: (place) => openInventory({ ...config, ...place }, entra),
  };
}

const notConfigured = `nothing here asks for the remote cache: run this in the workspace whose nx.json has the key "azure", or set NX_AZURE_CACHE_CONTAINER (${docsPage('configuration.md')})`;

/** All containers of a workspace, whatever a run of it would use. */
export function openContainers({ config, open }: Workspace): Promise<OpenContainer[]> {
  return Promise.all(
    accountsOf(config).map(async (account) => ({
      container: account.container,
      inventory: await open(account),
    })),
  );
}

function accountsOf({ container, credential, trust }: Workspace['config']): Account[] {
  const { untrustedContainer, untrustedCredential = credential } = trust ?? {};
  const untrusted = untrustedContainer === undefined ? [] : [untrustedContainer];
  return [
    { container, credential },
    ...untrusted.map((name) => ({ container: name, credential: untrustedCredential })),
  ];
}
