import { join } from 'node:path';

import type { Config } from '../../../config/resolve-config.js';
import { findWorkspaceRoot, readNxJson } from '../../../config/workspace.js';
import { ConfigError } from '../../../errors.js';
import { messageOf } from '../../message-of.js';
import { fail, pass, type Check, type Finding } from '../check.js';
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
      return [pass(summarize(setup.resolve().config))];
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      return error.issues.map(({ path, expected, given }) =>
        fail(`${path}: got ${given}`, `put there ${expected}`),
      );
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
