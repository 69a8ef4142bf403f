import type { JsonEdit } from '../json/edit-json.js';
import type { JsonObject } from '../../nx/json.js';

/** Takes the switches of Nx 20's former cache out: with it no remote cache is asked; later versions do not read them. */
export function removeLegacyCache(nxJson: JsonObject): JsonEdit[] {
  const keys = ['useLegacyCache', 'enableDbCache'].filter((key) => key in nxJson);
  return keys.map((key) => ({ path: [key], value: undefined }));
}
