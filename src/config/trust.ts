import * as v from 'valibot';

import type { ConfigIssue } from '../errors.js';
import { credentialIssues } from './credential-issues.js';
import { untrustedSasVariable, type CredentialSource } from './credential-source.js';
import { readVariable, type Environment } from './environment.js';
import { parseKeyText, type KeyText } from './key-text.js';
import { trustSchema, type AzureSettings, type TrustSettings } from './schema.js';
import { show } from './show.js';
import { resolveSigningKey } from './signing-key.js';

/** Which runs are trusted, and how their artifacts are protected. Contains secrets. */
export interface TrustConfig {
  /** patterns of the branches whose builds are trusted */
  readonly branches: readonly string[];
  /** undefined: all scopes are in one container */
  readonly untrustedContainer: string | undefined;
  /** for `untrustedContainer` alone */
  readonly untrustedCredential: CredentialSource | undefined;
  /** trusted artifacts must verify against one of these; empty: they are not verified */
  readonly publicKeys: readonly KeyText[];
  readonly signingKey: KeyText | undefined;
  /** the scope that the environment sets, whatever the CI says */
  readonly override: Scope | undefined;
}

/** Resolves the `trust` key of `azure` and its variables; undefined if all runs share one scope. */
export function resolveTrust(
  settings: AzureSettings,
  env: Environment,
  issues: ConfigIssue[],
): TrustConfig | undefined {
  const given = settings.trust as unknown;
  const override = resolveScopeOverride(env, given !== undefined, issues);
  // What is wrong with the values is reported with those of `azure`.
  const { success, output } = v.safeParse(trustSchema, given);
  if (!success) return undefined;
  const publicKeys = (output.publicKeys ?? []).map((text) => parseKeyText(text)).filter(isDefined);
  issues.push(...repeatedIds(publicKeys), ...sameContainer(settings, output));
  return {
    branches: output.branches,
    untrustedContainer: output.untrustedContainer,
    untrustedCredential: resolveUntrustedCredential(settings, env, issues),
    publicKeys,
    signingKey: resolveSigningKey(env, publicKeys, issues),
    override,
  };
}

const isDefined = <T>(value: T | undefined): value is T => value !== undefined;

function repeatedIds(publicKeys: readonly KeyText[]): ConfigIssue[] {
  const ids = publicKeys.map(({ id }) => id);
  return [...ids.entries()]
    .filter(([index, id]) => ids.indexOf(id) < index)
    .map(([index, id]) => ({
      path: `nx.json azure.trust.publicKeys[${index}]`,
      expected: 'a unique key id',
      given: `${show(id)} again`,
    }));
}

function sameContainer({ container }: AzureSettings, { untrustedContainer }: TrustSettings): ConfigIssue[] {
  if (untrustedContainer === undefined || untrustedContainer !== container) return [];
  const expected = 'another container than azure.container, or no such key';
  return [{ path: 'nx.json azure.trust.untrustedContainer', expected, given: show(untrustedContainer) }];
}

function resolveUntrustedCredential(
  { accountName, endpoint }: AzureSettings,
  env: Environment,
  issues: ConfigIssue[],
): CredentialSource | undefined {
  const path = untrustedSasVariable;
  const value = readVariable(env, path);
  if (value === undefined) return undefined;
  if (accountName === undefined && endpoint === undefined)
    issues.push({ path, expected: 'azure.accountName in nx.json beside it', given: 'none' });
  const credential = { kind: 'sas', value } as const;
  issues.push(...credentialIssues(credential, path));
  return credential;
}

/** Which runs can restore a run's artifacts: all, if the run is trusted, else those of the same origin. */
export type Scope =
  { readonly kind: 'trusted' } | { readonly kind: 'branch' | 'tag' | 'pr' | 'local'; readonly name: string };

const scopeVariable = 'NX_AZURE_CACHE_SCOPE';

/** Reads `NX_AZURE_CACHE_SCOPE`, for a CI that this package does not know. */
function resolveScopeOverride(env: Environment, hasTrust: boolean, issues: ConfigIssue[]): Scope | undefined {
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
