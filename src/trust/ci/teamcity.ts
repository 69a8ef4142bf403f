import { readVariable, type Environment } from '../../config/environment.js';
import type { CiRun } from './ci-run.js';

/** TeamCity does not put the branch into the environment: `NX_AZURE_CACHE_SCOPE` has to. */
export function readTeamCity(env: Environment): CiRun | undefined {
  const isTeamCity = readVariable(env, 'TEAMCITY_VERSION') !== undefined;
  return isTeamCity ? { provider: 'TeamCity', event: 'other' } : undefined;
}
