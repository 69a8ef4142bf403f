import { readVariable, type Environment } from '../config/environment.js';
import { isCI } from '../nx/is-ci.js';
import { readAzurePipelines } from './ci/azure-pipelines.js';
import { readBitbucket } from './ci/bitbucket.js';
import { readBuildkite } from './ci/buildkite.js';
import type { CiRun } from './ci/ci-run.js';
import { readCircleCI } from './ci/circleci.js';
import { readGitHubActions } from './ci/github-actions.js';
import { readGitLab } from './ci/gitlab.js';
import { readJenkins } from './ci/jenkins.js';

const providers = [
  readGitHubActions,
  readAzurePipelines,
  readGitLab,
  readBitbucket,
  readCircleCI,
  readJenkins,
  readBuildkite,
  readTeamCity,
];

/** What the CI reports about this run; undefined outside of CI. With the variables of two CIs, nothing is certain. */
export function resolveRun(env: Environment): CiRun | undefined {
  const found = providers.map((read) => read(env)).filter((run) => run !== undefined);
  if (found.length === 1) return found[0];
  if (found.length === 0 && !isCI(env)) return undefined;
  return { provider: found.map(({ provider }) => provider).join(' and ') || 'this CI', event: 'other' };
}

/** TeamCity does not put the branch into the environment: `NX_AZURE_CACHE_SCOPE` has to. */
function readTeamCity(env: Environment): CiRun | undefined {
  const isTeamCity = readVariable(env, 'TEAMCITY_VERSION') !== undefined;
  return isTeamCity ? { provider: 'TeamCity', event: 'other' } : undefined;
}
