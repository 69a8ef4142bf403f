import { openInventory } from '../../blob/azure-inventory.js';
import type { BlobInventory } from '../../blob/blob-inventory.js';
import { openEntra } from '../../blob/connect.js';
import type { Environment } from '../../config/environment.js';
import { resolveConfig, type Config } from '../../config/resolve-config.js';
import { findSettings } from '../../config/settings.js';
import { docsPage } from '../../docs-page.js';
import type { Access, ScopeAccess } from '../../trust/access.js';
import { resolveAccess } from '../../trust/resolve-access.js';
import type { Host } from '../host.js';

/** The settings of a workspace, resolved for a run like this one. Holds secrets. */
export interface Resolved {
  readonly config: Config;
  readonly access: Access;
}

/** @throws ConfigError */
export function resolveSettings(azure: unknown, env: Environment): Resolved {
  const config = resolveConfig(azure, env);
  return { config, access: resolveAccess(config, env) };
}

/** The workspace around a folder, and how to open its containers. Holds secrets. */
export interface Workspace extends Resolved {
  /** @throws CacheError */
  readonly open: (container: ContainerAccess) => Promise<BlobInventory>;
}

/** A container and the credential for it. Holds secrets. */
type ContainerAccess = Pick<ScopeAccess, 'container' | 'credential'>;

/** A container that is open. */
export interface OpenContainer {
  readonly container: string;
  readonly inventory: BlobInventory;
}

/** ms: no build waits for such a command, so a slow sign-in tool gets its time */
const patience = 60_000;

/** @throws ConfigError, or an Error without settings for a remote cache */
export function findWorkspace({ cwd, env }: Pick<Host, 'cwd' | 'env'>): Workspace {
  const settings = findSettings(cwd, env);
  if (!settings) throw new Error(notConfigured);
  const resolved = resolveSettings(settings.azure, env);
  const entra = openEntra(resolved.config, patience);
  return { ...resolved, open: (place) => openInventory({ ...resolved.config, ...place }, entra) };
}

const notConfigured = `no remote cache is configured here: run this in a workspace whose nx.json has the key "azure", or set NX_AZURE_CACHE_CONTAINER (${docsPage('configuration.md')})`;

/** Opens all containers of a workspace, also those that a run like this one would not use. */
export function openContainers({ config, open }: Workspace): Promise<OpenContainer[]> {
  return Promise.all(
    containersOf(config).map(async (access) => ({
      container: access.container,
      inventory: await open(access),
    })),
  );
}

function containersOf({ container, credential, trust }: Config): ContainerAccess[] {
  const { untrustedContainer, untrustedCredential = credential } = trust ?? {};
  const first = { container, credential };
  if (untrustedContainer === undefined) return [first];
  return [first, { container: untrustedContainer, credential: untrustedCredential }];
}
