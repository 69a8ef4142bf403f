import { join } from 'node:path';

import { unexpandedVariables } from '../../../config/environment.js';
import type { Config } from '../../../config/resolve-config.js';
import { findFormerNames } from '../../../config/variables.js';
import { ConfigError } from '../../../errors.js';
import { readNxJson, findWorkspaceRoot } from '../../../nx/workspace.js';
import { listOf, messageOf } from '../../shared/messages.js';
import { fail, pass, warn, type Findings } from '../check.js';
import type { Setup } from '../setup.js';

/** Checks that nx.json and the variables are valid. */
export function checkConfiguration(setup: Setup): Findings {
  const unreadable = findUnreadable(setup);
  if (unreadable) return unreadable;
  if (!setup.settings) return off;
  try {
    return [pass(summarize(setup.resolve().config)), findUnexpanded(setup), warnOfFormerNames(setup)];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const issues = error.issues.map(({ path, expected, given }) =>
      fail(`${path}: got ${given}`, `use ${expected}`),
    );
    return [issues, findUnexpanded(setup), warnOfFormerNames(setup)];
  }
}

const off = fail(
  'the remote cache is off: nx.json has no "azure" key, and no NX_AZURE_CACHE_* variable is set',
  'add "azure": { "accountName": "…", "container": "…" } to nx.json',
);

/** Without variables, an nx.json that cannot be read looks like one without settings. */
function findUnreadable({ cwd, env }: Setup): Findings {
  const root = findWorkspaceRoot(cwd, env);
  if (root === undefined)
    return fail(`there is no nx.json in ${cwd} or a folder above it`, 'run doctor in an Nx workspace');
  try {
    readNxJson(root);
    return undefined;
  } catch (error) {
    const detail = `${join(root, 'nx.json')} cannot be read: ${messageOf(error)}`;
    return fail(detail, 'correct the error: nx.json must be a JSON object');
  }
}

/** `env` has no longer those variables that Azure's libraries read. */
function findUnexpanded({ env, started }: Setup): Findings {
  const names = unexpandedVariables({ ...started, ...env });
  if (names.length === 0) return undefined;
  return warn(
    `the CI did not expand the value of ${names.join(', ')}, so ${names.length === 1 ? 'it counts' : 'they count'} as not set`,
    'define the variable or secret that the value names, and pass it to this job (builds of forks get no secrets)',
  );
}

const warnOfFormerNames = ({ settings, env }: Setup): Findings =>
  findFormerNames(settings?.azure, env).map(({ former, current }) =>
    warn(`${former} is now called ${current}`, `rename it to ${current}`),
  );

function summarize({ container, accountName, endpoint, prefix, trust }: Config): string {
  return listOf([
    `container "${container}"`,
    trust?.untrustedContainer && `untrusted container "${trust.untrustedContainer}"`,
    accountName && `account "${accountName}"`,
    endpoint && `endpoint ${endpoint}`,
    prefix && `prefix "${prefix}"`,
  ]);
}
