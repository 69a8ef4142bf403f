import { resolveConfig } from '../config/resolve-config.js';
import type { Settings } from '../config/settings.js';
import { findLicense, licenseSources } from './find-license.js';
import { toSeconds } from './license.js';
import type { NxLicense } from './nx-license.js';
import { verifyLicense } from './signed-license.js';

/**
 * The license of this workspace, for Nx.
 *
 * @returns null when none is required; Nx then prints nothing
 * @throws LicenseError, ConfigError, whose messages Nx prints
 */
export async function readNxLicense({ root, azure, env }: Settings): Promise<NxLicense | null> {
  const { license: terms } = resolveConfig(azure, env);
  if (!terms) return null;
  const { license } = await findLicense(licenseSources(root, env), terms, new Date());
  return {
    organizationName: license.organization,
    seatCount: license.seats,
    workspaceCount: license.workspaces,
    expiresAt: toSeconds(license.expiresAt),
    isPowerpack: true,
  };
}

/** @throws LicenseError, ConfigError for a license that is not valid, in a workspace that requires one */
export async function assertCounts({ azure, env }: Settings, text: string): Promise<void> {
  const { license: terms } = resolveConfig(azure, env);
  if (terms) await verifyLicense({ source: 'the command line', text }, terms, new Date());
}
