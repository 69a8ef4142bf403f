import { readVariable } from '../../../config/environment.js';
import { isCI } from '../../../nx/is-ci.js';
import { cacheMode, modeName, modeNames } from '../../../config/mode.js';
import { pass, warn, type Check } from '../check.js';
import type { Setup } from '../setup.js';
import { configuration } from './configuration.js';

/** What this run may do, and what says so. */
export const mode: Check = {
  title: 'Mode',
  needs: [configuration],
  run(setup) {
    const { config } = setup.resolve();
    const reason = whatSaysSo(setup);
    if (isReadOnlyEverywhere(setup)) return [nobodyStores];
    if (config.mode.read) return [pass(`${modeName(config.mode)}: ${reason}`)];
    return [
      warn(`${modeName(config.mode)}, so nothing is restored or stored: ${reason}`, 'set another mode there'),
    ];
  },
};

const nobodyStores = warn(
  'neither azure.localMode nor azure.ciMode lets a run store, so that there is never anything to restore',
  'set azure.ciMode to "read-write" in nx.json',
);

/** Where a variable says the mode, it says another one elsewhere. */
function isReadOnlyEverywhere({ env, settings }: Setup): boolean {
  const azure = Object(settings?.azure) as Record<string, unknown>;
  const keys = ['localMode', 'ciMode'].map((key) => modeNames.find((name) => name === azure[key]));
  const isOverridden = readVariable(env, 'NX_POWERPACK_CACHE_MODE') !== undefined;
  return !isOverridden && keys.every((name) => name !== undefined && !cacheMode(name).write);
}

function whatSaysSo({ env, settings }: Setup): string {
  if (readVariable(env, 'NX_POWERPACK_CACHE_MODE') !== undefined) return 'NX_POWERPACK_CACHE_MODE';
  const [key, where] = isCI(env) ? ['ciMode', 'in CI'] : ['localMode', 'outside of CI'];
  const isSet = key in Object(settings?.azure);
  return `${where}, ${isSet ? `azure.${key} in nx.json` : `azure.${key} is not set`}`;
}
