import type { Environment } from '../../../config/environment.js';
import { show } from '../../../config/show.js';
import { docsPage } from '../../../docs-page.js';
import { describeAccess } from '../../../trust/access.js';
import { resolveRun } from '../../../trust/resolve-run.js';
import { listOf } from '../../shared/messages.js';
import { pass, warn, type Findings } from '../check.js';
import type { Setup } from '../setup.js';

/** Reports which scopes this run reads and writes, and why. */
export function checkScopes({ env, resolve }: Setup): Findings {
  const { config, access } = resolve();
  if (!config.trust) return shared;
  const reason = config.trust.override ? 'set by NX_AZURE_CACHE_SCOPE' : describeRun(env);
  const detail = `${describeAccess(access)}: ${reason}`;
  return access.own ? pass(detail) : warn(detail, nameScope);
}

const shared = warn(
  'all runs share one scope: anyone who can write to the cache can make others run their code, on main too (CVE-2025-36852)',
  `name your trusted branches in azure.trust in nx.json: ${docsPage('security.md')}`,
);

const nameScope = `set NX_AZURE_CACHE_SCOPE to trusted, branch/<name> or pr/<number>: ${docsPage('configuration.md')}`;

function describeRun(env: Environment): string {
  const run = resolveRun(env);
  if (!run) return 'outside CI';
  const { provider, event, branch, tag, pullRequest } = run;
  const parts = [
    `${provider} reports "${event}"`,
    pullRequest && `of pull request ${show(pullRequest)}`,
    tag && `of tag ${show(tag)}`,
    branch && `of branch ${show(branch)}`,
  ];
  return listOf(parts, ' ');
}
