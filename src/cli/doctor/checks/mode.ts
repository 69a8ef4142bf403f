import { readVariable } from '../../../config/environment.js';
import { isCI } from '../../../nx/is-ci.js';
import { cacheMode, modeName, modeNames } from '../../../config/mode.js';
import { pass, warn, type Findings } from '../check.js';
import type { Setup } from '../setup.js';

/** Reports what this run may do, and which setting decides. */
export function checkMode(setup: Setup): Findings {
  const { mode } = setup.resolve().config;
  if (isReadOnlyEverywhere(setup)) return nothingStored;
  const { place, reason } = originOf(setup);
  if (mode.read) return pass(`${modeName(mode)}, ${reason}`);
  return warn(
    `${modeName(mode)}, ${reason}: nothing is retrieved or stored`,
    `set ${place} to read-write or read-only`,
  );
}

const nothingStored = warn(
  'neither azure.localMode nor azure.ciMode allows storing, so the cache stays empty',
  'set azure.ciMode to "read-write" in nx.json',
);

const variable = 'NX_POWERPACK_CACHE_MODE';

/** If the variable sets the mode here, it may set another one elsewhere. */
function isReadOnlyEverywhere({ env, settings }: Setup): boolean {
  const azure = Object(settings?.azure) as Record<string, unknown>;
  const keys = ['localMode', 'ciMode'].map((key) => modeNames.find((name) => name === azure[key]));
  const isOverridden = readVariable(env, variable) !== undefined;
  return !isOverridden && keys.every((name) => name !== undefined && !cacheMode(name).write);
}

/** The setting that decides, and why. */
function originOf({ env, settings }: Setup): { place: string; reason: string } {
  if (readVariable(env, variable) !== undefined) return { place: variable, reason: `set by ${variable}` };
  const [key, where] = isCI(env) ? ['ciMode', 'in CI'] : ['localMode', 'outside CI'];
  const place = `azure.${key} in nx.json`;
  if (key in Object(settings?.azure)) return { place, reason: `set by azure.${key} (applies ${where})` };
  return { place, reason: `the default ${where} (azure.${key} is not set)` };
}
