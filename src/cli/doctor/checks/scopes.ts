import type { Environment } from '../../../config/environment.js';
import { describeAccess } from '../../../trust/access.js';
import { resolveRun } from '../../../trust/resolve-run.js';
import { show } from '../../../config/show.js';
import { docsPage } from '../../../docs-page.js';
import { pass, warn, type Check } from '../check.js';
import { configuration } from './configuration.js';

/** Whether runs are told apart by whose code they build, and what this one is. */
export const scopes: Check = {
  title: 'Scopes',
  needs: [configuration],
  run({ env, resolve }) {
    const { config, access } = resolve();
    if (!config.trust) return [shared];
    const reason = config.trust.override ? 'NX_AZURE_CACHE_SCOPE says so' : whatTheCiSays(env);
    const detail = `${describeAccess(access)}: ${reason}`;
    return [access.own ? pass(detail) : warn(detail, unknownOrigin)];
  },
};

const shared = warn(
  'all runs share one scope: whoever may write can poison everybody, main too (CVE-2025-36852)',
  `say in azure.trust of nx.json which branches are trusted, see ${docsPage('security.md')}`,
);

const unknownOrigin = `set NX_AZURE_CACHE_SCOPE to trusted, branch/<name> or pr/<number>, see ${docsPage('configuration.md')}`;

function whatTheCiSays(env: Environment): string {
  const run = resolveRun(env);
  if (!run) return 'outside of CI';
  const { provider, event, branch, tag, pullRequest } = run;
  const subject = [
    pullRequest === undefined ? '' : `of pull request ${show(pullRequest)}`,
    tag === undefined ? '' : `of tag ${show(tag)}`,
    branch === undefined ? '' : `of branch ${show(branch)}`,
  ];
  return [`${provider} says "${event}"`, ...subject].filter((part) => part !== '').join(' ');
}
