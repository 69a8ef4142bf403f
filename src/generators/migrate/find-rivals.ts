import type { JsonObject } from '../../nx/json.js';
import type { Setup } from './setup.js';

/** What Nx would ask instead of this package, in the order in which it looks for a remote cache. */
export function findRivals({ nxJson, packages }: Pick<Setup, 'nxJson' | 'packages'>): string[] {
  return [...cloud(nxJson), ...bucketCaches(packages)];
}

function cloud(nxJson: JsonObject): string[] {
  const keys = ['nxCloudId', 'nxCloudAccessToken'].filter((key) => nxJson[key] !== undefined);
  if (keys.length === 0 || nxJson['neverConnectToCloud'] === true) return [];
  return [
    `Take ${keys.join(' and ')} out of nx.json, or set "neverConnectToCloud": true: Nx prefers Nx Cloud to any other remote cache.`,
  ];
}

function bucketCaches(packages: JsonObject): string[] {
  const names = Object.keys(packages).filter((name) =>
    /^@nx\/(powerpack-)?(s3|gcs|shared-fs)-cache$/.test(name),
  );
  if (names.length === 0) return [];
  return [`Take ${names.join(' and ')} out of package.json: Nx asks it before this package.`];
}
