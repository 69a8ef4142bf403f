import { join } from 'node:path';

import { unexpandedVariables } from '../../../config/environment.js';
import type { Config } from '../../../config/resolve-config.js';
import { findFormerNames } from '../../../config/variables.js';
import { findWorkspaceRoot, readNxJson } from '../../../nx/workspace.js';
import { ConfigError } from '../../../errors.js';
import { messageOf } from '../../message-of.js';
import { fail, pass, warn, type Check, type Finding } from '../check.js';
import type { Setup } from '../setup.js';

/** nx.json and the variables can be used. */
export const configuration: Check = {
  title: 'Configuration',
  needs: [],
  run(setup) {
    const unreadable = lookAtNxJson(setup);
    if (unreadable) return [unreadable];
    if (!setup.settings) return [off];
    try {
      return [
        pass(summarize(setup.resolve().config)),
        ...lookAtUnexpanded(setup),
        ...warnOfFormerNames(setup),
      ];
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      const issues = error.issues.map(({ path, expected, given }) =>
        fail(`${path}: got ${given}`, `put there ${expected}`),
      );
      return [...issues, ...lookAtUnexpanded(setup), ...warnOfFormerNames(setup)];
    }
  },
};

const off = fail(
  'the remote cache is off: nx.json has no "azure" key, and no NX_AZURE_CACHE_* variable is set',
  'put "azure": { "accountName": "…", "container": "…" } into nx.json',
);

/** Without the variables an nx.json that cannot be read looks like one that asks for nothing. */
function lookAtNxJson({ cwd, env }: Setup): Finding | undefined {
  const root = findWorkspaceRoot(cwd, env);
  if (root === undefined) {
    return fail(`neither ${cwd} nor a folder above it has an nx.json`, 'run this in the workspace');
  }
  try {
    readNxJson(root);
    return undefined;
  } catch (error) {
    return fail(
      `${join(root, 'nx.json')} cannot be read: ${messageOf(error)}`,
      'make it a JSON object, without errors',
    );
  }
}

/** This process has none of those any more that Azure's libraries would read. */
function lookAtUnexpanded({ env, started }: Setup): Finding[] {
  const names = unexpandedVariables({ ...started, ...env });
  if (names.length === 0) return [];
  return [
    warn(
      `the CI did not expand ${names.join(', ')}, so that ${names.length === 1 ? 'it counts' : 'they count'} as absent`,
      'define what the value names, and hand it to this job; in the build of a fork secrets are not',
    ),
  ];
}

const warnOfFormerNames = ({ settings, env }: Setup): Finding[] =>
  findFormerNames(settings?.azure, env).map(({ former, current }) =>
    warn(`${former} is now called ${current}`, `rename it to ${current}`),
  );

function summarize({ container, accountName, endpoint, prefix, trust }: Config): string {
  const parts = [
    `container "${container}"`,
    trust?.untrustedContainer === undefined ? '' : `untrusted container "${trust.untrustedContainer}"`,
    accountName === undefined ? '' : `account "${accountName}"`,
    endpoint === undefined ? '' : `endpoint ${endpoint}`,
    prefix === '' ? '' : `prefix "${prefix}"`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}
