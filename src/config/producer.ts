import { version } from '../../package.json';
import { isCI } from '../nx/is-ci.js';
import { readVariable, type Environment } from './environment.js';

/**
 * Describes the run that writes an artifact, for its metadata: ASCII, 500 characters at most, no user name.
 *
 * `nx-azure-cache/1.2.3 https://github.com/acme/web/actions/runs/42` or `nx-azure-cache/1.2.3 local linux`
 */
export function resolveProducer(env: Environment): string {
  const where = resolveRunUrl(env) ?? `${isCI(env) ? 'ci' : 'local'} ${process.platform}`;
  return `nx-azure-cache/${version} ${where}`.slice(0, 500);
}

/** The URL of this run in its CI, in ASCII and without a password; undefined if the CI does not provide it. */
export function resolveRunUrl(env: Environment): string | undefined {
  const text = variablesOfRun(env) ?? '';
  // Project names may contain spaces and any letter. A text that is not a URL is ignored.
  if (!URL.canParse(text)) return undefined;
  return Object.assign(new URL(text), { username: '', password: '' }).href;
}

function variablesOfRun(env: Environment): string | undefined {
  const read = (name: string) => readVariable(env, name);
  const join = (...names: string[]) => {
    const parts = names.map((part) => (part.startsWith('/') ? part : read(part)));
    return parts.includes(undefined) ? undefined : parts.join('');
  };
  return (
    join('GITHUB_SERVER_URL', '/', 'GITHUB_REPOSITORY', '/actions/runs/', 'GITHUB_RUN_ID') ??
    join(
      'SYSTEM_TEAMFOUNDATIONCOLLECTIONURI',
      'SYSTEM_TEAMPROJECT',
      '/_build/results?buildId=',
      'BUILD_BUILDID',
    ) ??
    read('CI_JOB_URL') ??
    read('CIRCLE_BUILD_URL') ??
    read('BUILDKITE_BUILD_URL') ??
    read('BUILD_URL')
  );
}
