import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isAlive } from '../support/is-alive.js';

/** The signed-in user, and the tokens that the user gets. */
export interface AzSession {
  readonly kind: 'session';
  /** e.g. `ada@acme.example`, or the client id of an application */
  readonly user: string;
  /** without `--tenant` */
  readonly tenant: string;
  /** by tenant; every other is refused */
  readonly tokens: Readonly<Record<string, string>>;
  /** s; an hour by default */
  readonly expiresIn?: number;
  /** ms before it answers */
  readonly delay?: number;
}

/** It ends with that, as the real one would. */
export interface AzFailure {
  readonly kind: 'fails';
  readonly code: number;
  readonly stderr: string;
  readonly delay?: number;
}

/** `forbidden`: the system does not let it be started. `hangs`: it neither answers nor ends. */
export type AzBehavior =
  AzSession | AzFailure | { readonly kind: 'hangs' } | { readonly kind: 'forbidden' | 'missing' };

/** A stand-in for the Azure CLI. */
export interface Az {
  /** that put only this az on the PATH, with a private folder for its session */
  readonly variables: Readonly<{ PATH: string; AZURE_CONFIG_DIR: string }>;
  /** the arguments of each start so far */
  readonly calls: () => string[][];
  /** The processes of it that still run. */
  readonly running: () => number[];
  /** From the next start on. Signing in and out changes the session on disk, as `az login` does. */
  readonly behave: (next: AzBehavior) => void;
  /** Ends hanging processes. */
  readonly close: () => void;
}

/** Writes an executable `az` into a new folder. */
export function createAz(folder: string, behavior: AzBehavior): Az {
  const [bin, config] = [join(folder, 'bin'), join(folder, '.azure')];
  for (const each of [bin, config]) mkdirSync(each, { recursive: true });
  const behave = (next: AzBehavior) => {
    writeFileSync(join(folder, 'az.behavior'), JSON.stringify(next));
    writeCommand(join(bin, 'az'), folder, next);
    writeProfile(join(config, 'azureProfile.json'), next);
  };
  behave(behavior);
  return {
    variables: { PATH: [bin, pathOfTests].join(delimiter), AZURE_CONFIG_DIR: config },
    calls: () => startsOf(folder).map(({ args }) => args),
    running: () =>
      startsOf(folder)
        .map(({ pid }) => pid)
        .filter(isAlive),
    behave,
    close: () => {
      for (const { pid } of startsOf(folder)) endProcess(pid);
    },
  };
}

/** The PATH of the test machine, which may contain a real `az` behind this one. */
const pathOfTests = process.env['PATH'] ?? '';
const command = pathToFileURL(join(import.meta.dirname, 'az-command.mjs')).href;

function writeCommand(path: string, folder: string, { kind }: AzBehavior): void {
  rmSync(path, { force: true });
  if (kind === 'missing') return;
  const script = join(folder, 'az-run.mjs');
  const run = `import { runAz } from ${JSON.stringify(command)};\nawait runAz(${JSON.stringify(folder)});\n`;
  writeFileSync(script, run);
  // The real one is a script that waits for Python: who ends the script alone leaves the rest. A folder as interpreter fails
  // with EACCES, as a sandbox does, also for root.
  const start = `"${process.execPath}" "${script}" "$@"\nexit $?`;
  writeFileSync(path, `#!${kind === 'forbidden' ? '/etc' : '/bin/sh'}\n${start}\n`);
  chmodSync(path, 0o755);
}

/**
 * `az login` leaves this, with a byte order mark, and `az logout` takes the subscription out of it
 * (Azure/azure-cli, azure/cli/core/_profile.py and _session.py). A session that has expired stays as it is.
 */
function writeProfile(path: string, behavior: AzBehavior): void {
  if (behavior.kind === 'session') writeSubscriptions(path, [subscriptionOf(behavior)]);
  if (behavior.kind === 'fails' && behavior.stderr === azSays.notSignedIn) writeSubscriptions(path, []);
}

function writeSubscriptions(path: string, subscriptions: readonly object[]): void {
  const profile = { installationId: 'ccd8f5c0-cb27-11f0-8de9-0242ac120002', subscriptions };
  writeFileSync(path, `\uFEFF${JSON.stringify(profile)}`);
}

const subscriptionOf = ({ user, tenant }: AzSession) => ({
  id: '11111111-2222-3333-4444-555555555555',
  name: 'Build',
  state: 'Enabled',
  tenantId: tenant,
  user: { name: user, type: user.includes('@') ? 'user' : 'servicePrincipal' },
  isDefault: true,
  homeTenantId: tenant,
  environmentName: 'AzureCloud',
  managedByTenants: [],
});

interface Start {
  readonly pid: number;
  readonly args: string[];
}

function startsOf(folder: string): Start[] {
  try {
    const lines = readFileSync(join(folder, 'az.calls'), 'utf8').trim().split('\n');
    return lines.map((line) => JSON.parse(line) as Start);
  } catch {
    return [];
  }
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** The lines after a refusal of Entra ID (Azure/azure-cli, azure/cli/core/auth/util.py, since 2.7x). */
const advice = (tenant: string) =>
  'Run the command below to authenticate interactively; additional arguments may be added as needed:\n' +
  `az logout\naz login --tenant "${tenant}" --scope "https://storage.azure.com/.default"\n`;
/** The lines after it in older versions, as they run with AzureCLI@2 and on most agents. */
const olderAdvice =
  'Interactive authentication is needed. Please run:\naz login --scope https://storage.azure.com/.default\n';
const trace = 'Trace ID: 0 Correlation ID: 0 Timestamp: 2025-11-22 12:00:00Z\n';

/** The messages on stderr, with exit code 1. The codes: learn.microsoft.com/entra/identity-platform/reference-error-codes. */
export const azSays = {
  /** azure/cli/core/_profile.py */
  notSignedIn: "ERROR: Please run 'az login' to setup account.\n",
  /** a policy of the company about how often to sign in */
  expiredByPolicy: `ERROR: AADSTS70043: The refresh token has expired or is invalid due to sign-in frequency checks by conditional access. ${trace}${advice('11111111-0000-0000-0000-000000000001')}`,
  /** not used for 90 days */
  expiredByAge: `ERROR: AADSTS700082: The refresh token has expired due to inactivity. ${trace}${olderAdvice}`,
  /** a new password, or an administrator who signed all users out */
  revoked: `ERROR: AADSTS50173: The provided grant has expired due to it being revoked, a fresh auth token is needed. ${trace}${advice('11111111-0000-0000-0000-000000000001')}`,
  /** multi-factor authentication */
  needsMfa: `ERROR: AADSTS50076: Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access 'e406a681-f3d4-42a8-90b6-c2b029497af1'. ${trace}${olderAdvice}`,
  /** azure/login with OIDC, longer than the job's own token is valid (Azure/azure-cli#28708) */
  assertionExpired: `ERROR: AADSTS700024: Client assertion is not within its valid time range. Current time: 2025-11-22T12:00:00Z, assertion valid from 2025-11-22T11:00:00Z, expiry time of assertion 2025-11-22T11:10:00Z. ${trace}${advice('11111111-0000-0000-0000-000000000001')}`,
  /** a sandbox that lets it start, but not read its session: Python's own message */
  sandboxed: "PermissionError: [Errno 13] Permission denied: '/home/ada/.azure/az.sess'\n",
  /** no way to Entra ID (requests, in msal) */
  offline:
    "ERROR: HTTPSConnectionPool(host='login.microsoftonline.com', port=443): Max retries exceeded with url: /organizations/v2.0/.well-known/openid-configuration (Caused by NameResolutionError(\"Failed to resolve 'login.microsoftonline.com'\"))\n",
} as const;

/** As {@link azSays}, for {@link createAz}. */
export const azFails = (stderr: string, code = 1): AzFailure => ({ kind: 'fails', code, stderr });
