import { findNxRoot } from './nx/workspace.js';
import { findSettings, type Settings } from './config/settings.js';
import { takeSigningKey } from './config/environment.js';
import { activateLicense, assertLicense } from './license/license-file.js';
import type { NxLicense } from './license/nx-license.js';
import type { CachedResult, RemoteCache } from './remote-cache/nx-contract.js';

export type { CachedResult, NxLicense, RemoteCache };

/**
 * The remote cache of this workspace; Nx calls this once a run. Null, without a message, if nothing configures it.
 *
 * No other module is loaded until Nx asks for an artifact that its local cache does not have.
 */
export function getRemoteCache(): RemoteCache | null {
  const settings = findSettings(process.cwd(), takeSigningKey(), findNxRoot());
  return settings ? openLazily(settings) : null;
}

/** `nx register <key>`, and `nx activate-powerpack` from Nx 20.8 on, of the package installed as `@nx/key`. */
export async function registerNxKey(workspaceRoot: string, key?: string): Promise<void> {
  const license = assertLicense(key);
  const settings = findSettings(workspaceRoot, undefined, workspaceRoot);
  if (settings) await (await import('./license/for-nx.js')).assertCounts(settings, license);
  process.stdout.write(activateLicense(workspaceRoot, '.nx/key/key.ini', license));
}

/** `nx activate-powerpack <license>` of Nx 20.1 to 20.7, of the package installed as `@nx/powerpack-license`. */
export function activatePowerpack(workspaceRoot: string, license?: string): void {
  process.stdout.write(activateLicense(workspaceRoot, '.nx/powerpack/license.ini', license));
}

/** The license for Nx, which prints it in `nx report` and at the end of a run. Null when none is required. */
export async function getNxKeyInformationAsync(workspaceRoot: string): Promise<NxLicense | null> {
  const settings = findSettings(workspaceRoot, undefined, workspaceRoot);
  return settings ? (await import('./license/for-nx.js')).readNxLicense(settings) : null;
}

export {
  getNxKeyInformationAsync as getNxKeyInformation,
  getNxKeyInformationAsync as getPowerpackLicenseInformation,
  getNxKeyInformationAsync as getPowerpackLicenseInformationAsync,
};

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
