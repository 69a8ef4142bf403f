import { userInfo } from 'node:os';

import type { Environment } from '../config/environment.js';
import type { Config } from '../config/resolve-config.js';
import type { Scope, TrustConfig } from '../config/trust.js';
import { docsPage } from '../docs-page.js';
import type { Access, ScopeAccess } from './access.js';
import { resolveRun } from './resolve-run.js';
import { resolveScope, scopePath, sharedScope } from './scope.js';

/** The container of `azure`, and its credential. */
type Account = Pick<ScopeAccess, 'container' | 'credential'>;

/** Finds out which scopes this run may read and write, from its configuration and from the variables of its CI. */
export function resolveAccess(config: Config, env: Environment): Access {
  const { trust, container, credential } = config;
  const account = { container, credential };
  if (!trust) return sharedAccess(account);
  return accessOf(resolveScope(trust, resolveRun(env), localUser()), account, trust);
}

/** Without `trust` all runs share one scope. */
export function sharedAccess(account: Account): Access {
  return { own: { ...account, scope: sharedScope, publicKeys: [], repairs: false } };
}

/**
 * A trusted run uses `trusted` alone; any other run reads it too, and has a scope of its own.
 *
 * @param scope undefined when it is not known which branch or pull request the run builds
 */
export function accessOf(scope: Scope | undefined, account: Account, trust: TrustConfig): Access {
  const { publicKeys, signingKey } = trust;
  const trusted: ScopeAccess = { ...account, scope: 'trusted', publicKeys, repairs: false };
  if (!scope) return { trusted, refusal: unknownOrigin };
  if (scope.kind !== 'trusted') return { trusted, own: untrustedAccess(scope, account, trust) };
  const refusal = publicKeys.length > 0 && !signingKey ? unsigned : undefined;
  return { own: { ...trusted, signingKey, repairs: true }, refusal };
}

function untrustedAccess(scope: Scope, account: Account, trust: TrustConfig): ScopeAccess {
  const { untrustedContainer: container, untrustedCredential: credential = account.credential } = trust;
  const where = container === undefined ? account : { container, credential };
  return { ...where, scope: scopePath(scope), publicKeys: [], repairs: false };
}

const unsigned =
  'nothing was stored: this run is trusted, but NX_AZURE_CACHE_SIGNING_KEY is missing, and runs do not use unsigned ' +
  'artifacts; set the variable for this job, or set azure.ciMode to "read-only" in nx.json';

const unknownOrigin =
  'nothing was stored: cannot determine which branch or pull request this CI run builds; set NX_AZURE_CACHE_SCOPE ' +
  `(trusted, branch/<name> or pr/<number>), see ${docsPage('configuration.md')}`;

/** The name of the user. In a container, a user may have no name. */
export function localUser(info: () => { username: string } = userInfo): string {
  try {
    return info().username;
  } catch {
    return `uid ${process.getuid?.() ?? ''}`.trim();
  }
}
