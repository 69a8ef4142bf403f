import { readVariable } from '../../../config/environment.js';
import { isCI } from '../../../config/is-ci.js';
import { modeNames, cacheMode, type CacheMode } from '../../../config/mode.js';
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
    if (config.mode.read) return [pass(`${nameOf(config.mode)}: ${reason}`)];
    return [
      warn(`${nameOf(config.mode)}, so nothing is restored or stored: ${reason}`, 'set another mode there'),
    ];
  },
};

/** The first of the names that mean the same. */
const nameOf = ({ read, write }: CacheMode) =>
  modeNames.find((name) => cacheMode(name).read === read && cacheMode(name).write === write) ?? '';

function whatSaysSo({ env, settings }: Setup): string {
  if (readVariable(env, 'NX_POWERPACK_CACHE_MODE') !== undefined) return 'NX_POWERPACK_CACHE_MODE';
  const [key, where] = isCI(env) ? ['ciMode', 'in CI'] : ['localMode', 'outside of CI'];
  const isSet = key in Object(settings?.azure);
  return `${where}, ${isSet ? `azure.${key} in nx.json` : `azure.${key} is not set`}`;
}
