import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { posix, win32, type PlatformPath } from 'node:path';

import type { ConfigIssue } from '../errors.js';
import { chosenCredential, readApplication, type ApplicationVariables } from './application.js';
import { readVariable, type Environment } from './environment.js';
import { isCI } from '../nx/is-ci.js';
import { readSwitch } from './run-options.js';

/** The tools of a developer that give tokens: Azure CLI, Azure Developer CLI, Azure PowerShell. */
export type Tool = 'az' | 'azd' | 'pwsh';

/** The settings of a sign-in with Entra ID, besides the variables that `@azure/identity` reads by itself. Holds no secret. */
export interface EntraSettings extends ApplicationVariables {
  /** where tokens of a tool are kept between runs; undefined: nowhere */
  readonly tokenFolder: string | undefined;
  /** a digest of all variables that choose a credential */
  readonly variables: string;
  /** the files by which the tools know who is signed in */
  readonly sessions: Readonly<Record<Tool, string>>;
  /** `AZURE_AUTHORITY_HOST`: the cloud whose Entra ID is asked */
  readonly authority: string | undefined;
  /** `AZURE_CLIENT_ID`: the identity that this job should have */
  readonly clientId: string | undefined;
  /** whether `AZURE_TOKEN_CREDENTIALS` pins the managed identity of this machine */
  readonly managed: boolean;
}

export const tokenCacheVariable = 'NX_AZURE_CACHE_TOKEN_CACHE';

/** Whether tokens are kept, and where: `NX_AZURE_CACHE_TOKEN_CACHE` is `true` unless it says otherwise. */
export function resolveEntra(
  env: Environment,
  issues: ConfigIssue[],
  platform: NodeJS.Platform = process.platform,
): EntraSettings {
  const wanted = readSwitch(env, tokenCacheVariable, issues);
  const user = { env, platform, path: platform === 'win32' ? win32 : posix };
  return {
    tokenFolder: wanted ? findFolder(user) : undefined,
    variables: digestOf(env),
    sessions: findSessions(user),
    authority: readVariable(env, 'AZURE_AUTHORITY_HOST'),
    clientId: readVariable(env, 'AZURE_CLIENT_ID'),
    ...readApplication(env),
    managed: chosenCredential(env) === 'managedidentitycredential',
  };
}

/** The user whose folders are searched, and the path syntax of the system. */
interface User {
  readonly env: Environment;
  readonly platform: NodeJS.Platform;
  readonly path: PlatformPath;
}

/**
 * In a CI only the folder of the job itself, which is emptied after it: the job of a pull request could read what a job of main
 * leaves in the home folder of a self-hosted runner. `CI=false` does not turn a job into a developer's machine.
 */
function findFolder(user: User): string | undefined {
  const { env, path } = user;
  const isJob = isCI(env) || isCI({ ...env, CI: undefined });
  const base = isJob ? folderOfJob(env) : userCache(user);
  return base !== undefined && path.isAbsolute(base) ? path.join(base, 'nx-azure-cache') : undefined;
}

/** Of the CI that runs the job: a service of a runner may hand its own variables on to another one. */
function folderOfJob(env: Environment): string | undefined {
  if (env['GITHUB_ACTIONS'] === 'true') return readVariable(env, 'RUNNER_TEMP');
  return /^true$/i.test(env['TF_BUILD'] ?? '') ? readVariable(env, 'AGENT_TEMPDIRECTORY') : undefined;
}

function userCache(user: User): string | undefined {
  const { env, platform, path } = user;
  if (platform === 'win32') return readVariable(env, 'LOCALAPPDATA');
  if (platform === 'darwin') return path.join(homeOf(user), 'Library/Caches');
  return readVariable(env, 'XDG_CACHE_HOME') ?? path.join(homeOf(user), '.cache');
}

const homeOf = ({ env, platform }: User) =>
  readVariable(env, platform === 'win32' ? 'USERPROFILE' : 'HOME') ?? homedir();

/**
 * Azure CLI: `az login` writes who may use which subscription (azure/cli/core/_profile.py). Azure Developer CLI: the
 * current user (azd, pkg/auth/manager.go). Azure PowerShell: `Connect-AzAccount` writes its contexts.
 */
function findSessions(user: User): EntraSettings['sessions'] {
  const { env, path } = user;
  const home = homeOf(user);
  return {
    az: path.join(readVariable(env, 'AZURE_CONFIG_DIR') ?? path.join(home, '.azure'), 'azureProfile.json'),
    azd: path.join(readVariable(env, 'AZD_CONFIG_DIR') ?? path.join(home, '.azd'), 'auth.json'),
    pwsh: path.join(home, '.Azure', 'AzureRmContext.json'),
  };
}

/**
 * Whether a variable chooses a credential. The user agent of a task of Azure Pipelines and the credentials of the account itself
 * do not. Windows ignores the case of names.
 */
const chooses = (name: string) =>
  /^(AZURE|AZD|IDENTITY|MSI)_/i.test(name) && !/^AZURE_(STORAGE_|HTTP_USER_AGENT$)/i.test(name);

function digestOf(env: Environment): string {
  const chosen = Object.entries(env).filter(([name, value]) => chooses(name) && value !== undefined);
  return createHash('sha256').update(JSON.stringify(chosen.sort())).digest('hex');
}
