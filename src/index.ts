import { findSettings, type Settings } from './config/settings.js';
import { takeSigningKey } from './config/take-signing-key.js';
import type { CachedResult, RemoteCache } from './remote-cache/nx-contract.js';

export type { CachedResult, RemoteCache };

/**
 * The remote cache of this workspace; Nx calls it once a run. Null, and silent, when nothing configures it.
 *
 * Until Nx asks for something that its local cache does not have, this loads nothing but itself.
 */
export function getRemoteCache(): RemoteCache | null {
  const settings = findSettings(process.cwd(), takeSigningKey());
  return settings ? openLazily(settings) : null;
}

function openLazily(settings: Settings): RemoteCache {
  let opened: Promise<RemoteCache> | undefined;
  const open = () =>
    (opened ??= import('./remote-cache/open.js').then(({ openRemoteCache }) => openRemoteCache(settings)));
  return {
    retrieve: (...call) =>
      open().then(
        (cache) => cache.retrieve(...call),
        () => null,
      ),
    store: (...call) =>
      open().then(
        (cache) => cache.store(...call),
        () => false,
      ),
  };
}
