import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

import type { ConfigIssue } from '../errors.js';
import { readVariable, type Environment } from './environment.js';
import { isCI } from './is-ci.js';
import { readSwitch } from './read-switch.js';

/** The tools of a developer that give tokens: Azure CLI, Azure Developer CLI, Azure PowerShell. */
export type Tool = 'az' | 'azd' | 'pwsh';

/** What a sign-in with Entra ID goes by, besides what `@azure/identity` reads for itself. Holds no secret. */
export interface EntraSettings {
  /** where tokens of a tool are kept between runs; undefined: nowhere */
  readonly tokenFolder: string | undefined;
  /** a digest of all variables that choose a credential */
  readonly variables: string;
  /** the files by which the tools know who is signed in */
  readonly sessions: Readonly<Record<Tool, string>>;
  /** `AZURE_AUTHORITY_HOST`: the cloud whose Entra ID is asked */
  readonly authority: string | undefined;
  /** `AZURE_CLIENT_ID`: the identity that this job is to have */
  readonly clientId: string | undefined;
  /** `AZURE_TOKEN_CREDENTIALS`: the credential, or the part of the chain, that is meant */
  readonly credentials: string | undefined;
}

export const tokenCacheVariable = 'NX_AZURE_CACHE_TOKEN_CACHE';

/** Whether tokens are kept, and where: `NX_AZURE_CACHE_TOKEN_CACHE` is `true` unless it says otherwise. */
export function resolveEntra(env: Environment, issues: ConfigIssue[]): EntraSettings {
  const wanted = readSwitch(env, tokenCacheVariable, issues);
  return {
    tokenFolder: wanted ? findFolder(env) : undefined,
    variables: digestOf(env),
    sessions: findSessions(env),
    authority: readVariable(env, 'AZURE_AUTHORITY_HOST'),
    clientId: readVariable(env, 'AZURE_CLIENT_ID'),
    credentials: readVariable(env, 'AZURE_TOKEN_CREDENTIALS'),
  };
}

/**
 * In a CI only the folder of the job itself, which is emptied with it: what a job of main leaves in the home of a
 * self-hosted runner, the job of a pull request could read there.
 */
function findFolder(env: Environment): string | undefined {
  const base = isCI(env)
    ? (readVariable(env, 'RUNNER_TEMP') ?? readVariable(env, 'AGENT_TEMPDIRECTORY'))
    : userCache(env);
  return base !== undefined && isAbsolute(base) ? join(base, 'nx-azure-cache') : undefined;
}

function userCache(env: Environment): string | undefined {
  if (process.platform === 'win32') return readVariable(env, 'LOCALAPPDATA');
  if (process.platform === 'darwin') return join(homeOf(env), 'Library/Caches');
  return readVariable(env, 'XDG_CACHE_HOME') ?? join(homeOf(env), '.cache');
}

const homeOf = (env: Environment) =>
  readVariable(env, process.platform === 'win32' ? 'USERPROFILE' : 'HOME') ?? homedir();

/**
 * Azure CLI: `az login` writes who may use which subscription (azure/cli/core/_profile.py). Azure Developer CLI: the
 * current user (azd, pkg/auth/manager.go). Azure PowerShell: `Connect-AzAccount` writes its contexts.
 */
function findSessions(env: Environment): EntraSettings['sessions'] {
  const home = homeOf(env);
  return {
    az: join(readVariable(env, 'AZURE_CONFIG_DIR') ?? join(home, '.azure'), 'azureProfile.json'),
    azd: join(readVariable(env, 'AZD_CONFIG_DIR') ?? join(home, '.azd'), 'auth.json'),
    pwsh: join(home, '.Azure', 'AzureRmContext.json'),
  };
}

/** The user agent of a task of Azure Pipelines and the rights to the account itself choose nothing here. */
const chooses = (name: string) =>
  /^(AZURE|AZD|IDENTITY|MSI)_/.test(name) && !/^AZURE_(STORAGE_|HTTP_USER_AGENT$)/.test(name);

function digestOf(env: Environment): string {
  const chosen = Object.entries(env).filter(([name, value]) => chooses(name) && value !== undefined);
  return createHash('sha256').update(JSON.stringify(chosen.sort())).digest('hex');
}
