import * as v from 'valibot';

import { ConfigError, type ConfigIssue } from '../errors.js';
import { isCI } from '../nx/is-ci.js';
import { recordAt } from '../nx/json.js';
import { credentialIssues } from './credential-issues.js';
import { credentialVariables, resolveCredentialSource, type CredentialSource } from './credential-source.js';
import { resolveEntra, type EntraSettings } from './entra.js';
import { present, readVariable, type Environment } from './environment.js';
import { resolveProxy, type ProxySettings } from './find-proxy.js';
import { parseKeyText, type KeyText } from './key-text.js';
import { cacheMode, modeNames, type CacheMode, type ModeName } from './mode.js';
import { resolveProducer } from './producer.js';
import {
  resolveDrainLimits,
  type DrainLimits,
  readSwitch,
  resolveRunOutputs,
  type RunOutputs,
} from './run-options.js';
import { azureSchema, licenseSchema, trustSchema, type AzureSettings } from './schema.js';
import { show } from './show.js';
import { resolveTrust, type TrustConfig } from './trust.js';
import { switches, variables } from './variables.js';

/** The configuration of a run, as plain data that can be sent to the worker thread. Contains secrets. */
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
  /** undefined: no license is needed */
  readonly license: LicenseTerms | undefined;
  /** Written into every blob: the run that made it. */
  readonly producer: string;
  /** Whether the run explains every decision (`NX_VERBOSE_LOGGING=true`, Nx's own switch). */
  readonly verbose: boolean;
}

/** The license that this workspace requires. */
export interface LicenseTerms {
  /** of the issuer */
  readonly publicKey: KeyText;
  /** undefined: a license of any organization counts */
  readonly organization: string | undefined;
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
  // Wrong values are kept, so that they are not reported as missing as well.
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

/** Resolves the `license` key of `azure`; undefined, the default, requires none. */
function resolveLicense(given: unknown): LicenseTerms | undefined {
  // What is wrong with the values is reported with those of `azure`.
  const { success, output } = v.safeParse(licenseSchema, given);
  const publicKey = success ? parseKeyText(output.publicKey) : undefined;
  return success && publicKey ? { publicKey, organization: output.organization } : undefined;
}
