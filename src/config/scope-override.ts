import type { ConfigIssue } from '../errors.js';
import { readVariable, type Environment } from './environment.js';
import { show } from './show.js';

/** Where a run's artifacts belong: those of a trusted run to all, any other's only to runs of the same origin. */
export type Scope =
  { readonly kind: 'trusted' } | { readonly kind: 'branch' | 'tag' | 'pr' | 'local'; readonly name: string };

const scopeVariable = 'NX_AZURE_CACHE_SCOPE';

/** `NX_AZURE_CACHE_SCOPE`: `trusted`, `branch/<name>`, `pr/<number>` or `local/<user>`, for a CI that is not known here. */
export function resolveScopeOverride(
  env: Environment,
  hasTrust: boolean,
  issues: ConfigIssue[],
): Scope | undefined {
  const given = readVariable(env, scopeVariable);
  if (given === undefined) return undefined;
  const scope = parseScope(given);
  const expected = '"trusted", "branch/<name>", "pr/<number>" or "local/<user>"';
  if (!scope) issues.push({ path: scopeVariable, expected, given: show(given) });
  else if (!hasTrust)
    issues.push({ path: scopeVariable, expected: 'azure.trust in nx.json beside it', given: 'none' });
  return scope;
}

function parseScope(text: string): Scope | undefined {
  if (text === 'trusted') return { kind: 'trusted' };
  const [, kind, name = ''] = /^(branch|pr|local)\/(.+)$/s.exec(text) ?? [];
  if (kind === 'pr') return /^\d{1,12}$/.test(name) ? { kind, name } : undefined;
  return kind === 'branch' || kind === 'local' ? { kind, name } : undefined;
}
