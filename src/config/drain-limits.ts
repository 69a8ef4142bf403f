import type { ConfigIssue } from '../errors.js';
import { readVariable, type Environment } from './environment.js';
import { show } from './show.js';

/** How long the end of a run waits for pending uploads, ms. */
export interface DrainLimits {
  /** without any progress */
  readonly stalled: number;
  /** in all */
  readonly total: number;
}

/** `NX_AZURE_CACHE_DRAIN_STALL_TIMEOUT` and `NX_AZURE_CACHE_DRAIN_TIMEOUT`, both in seconds; 0 waits for nothing. */
export function resolveDrainLimits(env: Environment, issues: ConfigIssue[]): DrainLimits {
  return {
    stalled: seconds('NX_AZURE_CACHE_DRAIN_STALL_TIMEOUT', 10),
    total: seconds('NX_AZURE_CACHE_DRAIN_TIMEOUT', 300),
  };

  function seconds(path: string, byDefault: number): number {
    const given = readVariable(env, path) ?? String(byDefault);
    if (!/^\d{1,5}(\.\d+)?$/.test(given)) {
      issues.push({ path, expected: 'a number of seconds, e.g. 30', given: show(given) });
    }
    return Number(given) * 1000;
  }
}
