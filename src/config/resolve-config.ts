import * as v from 'valibot';

import { ConfigError, type ConfigIssue } from '../errors.js';
import { recordAt } from '../nx/json.js';
import { credentialIssues } from './credential-issues.js';
import { credentialVariables, resolveCredentialSource, type CredentialSource } from './credential-source.js';
import { resolveDrainLimits, type DrainLimits } from './drain-limits.js';
import { resolveEntra, type EntraSettings } from './entra.js';
import { present, readVariable, type Environment } from './environment.js';
import { resolveProxy, type ProxySettings } from './find-proxy.js';
import { isCI } from './is-ci.js';
import { resolveLicense, type LicenseTerms } from './license.js';
import { cacheMode, modeNames, type CacheMode, type ModeName } from './mode.js';
import { resolveProducer } from './producer.js';
import { readSwitch } from './read-switch.js';
import { resolveRunOutputs, type RunOutputs } from './run-outputs.js';
import { azureSchema, licenseSchema, trustSchema, type AzureSettings } from './schema.js';
import { show } from './show.js';
import { resolveTrust, type TrustConfig } from './trust.js';
import { switches, variables } from './variables.js';

/** Everything a run needs to know; plain data, so that it can be handed to the worker thread. Holds secrets. */
export interface Config {
  readonly container: string;
  readonly accountName: string | undefined;
  readonly endpoint: string | undefined;
  /** Put before every blob name; empty for none. */
  readonly prefix: string;
  readonly mode: CacheMode;
  readonly credential: CredentialSource;
  readonly entra: EntraSettings;
  /** undefined: requests go straight */
  readonly proxy: ProxySettings | undefined;
  readonly drain: DrainLimits;
  /** undefined: all runs share one scope */
  readonly trust: TrustConfig | undefined;
  /** Whether a record of this run is kept in the container. */
  readonly recordRuns: boolean;
  readonly outputs: RunOutputs;
  /** Whether a run warns of an Nx that is newer than the tested ones (`NX_AZURE_CACHE_NEW_NX_WARNING`). */
  readonly newNxWarning: boolean;
  /** undefined: nobody needs one */
  readonly license: LicenseTerms | undefined;
  /** Written into every blob: who made it. */
  readonly producer: string;
  /** Whether every decision is to be explained (`NX_VERBOSE_LOGGING=true`, Nx's own switch). */
  readonly verbose: boolean;
}

/**
 * Merges the `azure` key of nx.json with the environment, which wins.
 *
 * @throws ConfigError with all problems at once
 */
export function resolveConfig(azure: unknown, env: Environment): Config {
  const issues: ConfigIssue[] = [];
  const settings = parseSettings(azure, env, issues);
  const credential = resolveCredentialSource(env);
  issues.push(...missing(settings, credential));
  if (credential.kind !== 'default')
    issues.push(...credentialIssues(credential, credentialVariables[credential.kind], settings.endpoint));
  const override = parseModeOverride(env, issues);
  const drain = resolveDrainLimits(env, issues);
  const entra = resolveEntra(env, issues);
  const trust = resolveTrust(settings, env, issues);
  const outputs = resolveRunOutputs(env, issues);
  const newNxWarning = readSwitch(env, 'NX_AZURE_CACHE_NEW_NX_WARNING', issues);
  const license = resolveLicense(settings.license);
  if (issues.length > 0) throw new ConfigError(issues);
  return {
    container: settings.container ?? '',
    accountName: settings.accountName,
    endpoint: settings.endpoint,
    prefix: settings.prefix ?? '',
    mode: cacheMode(override ?? (isCI(env) ? settings.ciMode : settings.localMode) ?? 'read-write'),
    credential,
    entra,
    proxy: resolveProxy(env),
    drain,
    trust,
    recordRuns: settings.recordRuns ?? settings.runs ?? false,
    outputs,
    newNxWarning,
    license,
    producer: resolveProducer(env),
    verbose: env['NX_VERBOSE_LOGGING'] === 'true',
  };
}

function parseSettings(azure: unknown, env: Environment, issues: ConfigIssue[]): AzureSettings {
  const merged = merge(parseObject(azure, issues), env);
  issues.push(
    ...unknownKeys('azure', merged, azureSchema.entries),
    ...unknownKeys('azure.trust', merged['trust'], trustSchema.entries),
    ...unknownKeys('azure.license', merged['license'], licenseSchema.entries),
  );
  // Of several rules that a value breaks the first is reported.
  const result = v.safeParse(azureSchema, merged, { abortPipeEarly: true });
  if (result.success) return result.output;
  issues.push(...result.issues.map((issue) => toIssue(issue, env)));
  // What is wrong is kept, so that only what is really missing is called missing.
  return merged;
}

/** An issue for each key of an object that its schema does not have. */
function unknownKeys(path: string, given: unknown, entries: object): ConfigIssue[] {
  const known = Object.keys(entries).filter((name) => name !== 'runs');
  const expected = `one of ${known.join(', ')}`;
  return Object.keys(recordAt(given))
    .filter((key) => !Object.hasOwn(entries, key))
    .map((key) => ({ path: `nx.json ${path}.${key}`, expected, given: 'an unknown key' }));
}

function parseObject(azure: unknown, issues: ConfigIssue[]): object {
  if (azure === undefined) return {};
  if (typeof azure === 'object' && azure !== null && !Array.isArray(azure)) return azure;
  issues.push({ path: 'nx.json azure', expected: 'an object', given: show(azure) });
  return {};
}

function merge(azure: object, env: Environment): Record<string, unknown> {
  const given = (names: Readonly<Record<string, string>>) =>
    Object.entries(names)
      .map(([key, name]) => [key, readVariable(env, name)] as const)
      .filter(([, value]) => value !== undefined);
  const fromFile = Object.entries(azure).filter(([, value]) => !isBlank(value)) as [string, unknown][];
  const switched = given(switches).map(([key, value]) => [key, truths.get(value) ?? value] as const);
  return Object.fromEntries([...fromFile, ...given(variables), ...switched]);
}

const truths = new Map<string | undefined, boolean>([
  ['true', true],
  ['false', false],
]);

const isBlank = (value: unknown) => typeof value === 'string' && present(value) === undefined;

function toIssue(issue: v.InferIssue<typeof azureSchema>, env: Environment): ConfigIssue {
  // trust.publicKeys.1 → trust.publicKeys[1]
  const key = (v.getDotPath(issue) ?? '').replace(/\.(\d+)$/, '[$1]');
  return { path: whereFrom(key, env), expected: issue.message, given: show(issue.input) };
}

function whereFrom(key: string, env: Environment): string {
  const name = new Map<string, string>(Object.entries({ ...variables, ...switches })).get(key);
  return name !== undefined && readVariable(env, name) !== undefined ? name : `nx.json azure.${key}`;
}

function missing(settings: AzureSettings, credential: CredentialSource): ConfigIssue[] {
  const issues: ConfigIssue[] = [];
  const lacks = (key: 'container' | 'accountName', expected: string) =>
    issues.push({
      path: `nx.json azure.${key}`,
      expected: `${expected} (or ${variables[key]})`,
      given: 'nothing',
    });
  if (settings.container === undefined) lacks('container', 'the name of a container');
  if (settings.accountName === undefined) {
    if (credential.kind === 'key') lacks('accountName', 'the account that AZURE_STORAGE_KEY belongs to');
    else if (credential.kind !== 'connection-string' && settings.endpoint === undefined)
      lacks('accountName', 'the name of a storage account');
  }
  return issues;
}

function parseModeOverride(env: Environment, issues: ConfigIssue[]): ModeName | undefined {
  const given = readVariable(env, 'NX_POWERPACK_CACHE_MODE');
  const name = modeNames.find((candidate) => candidate === given);
  if (given !== undefined && name === undefined) {
    issues.push({
      path: 'NX_POWERPACK_CACHE_MODE',
      expected: `one of ${modeNames.join(', ')}`,
      given: show(given),
    });
  }
  return name;
}
