import type { ConfigIssue } from '../errors.js';
import { readVariable, type Environment } from './environment.js';
import { show } from './show.js';

/** Whether something is on that is on unless its variable is `false`. */
export function readSwitch(env: Environment, path: string, issues: ConfigIssue[]): boolean {
  const given = readVariable(env, path) ?? 'true';
  if (given !== 'true' && given !== 'false')
    issues.push({ path, expected: 'true or false', given: show(given) });
  return given === 'true';
}
