import { resolveConfig, type Config } from '../config/resolve-config.js';
import { createRedactor } from '../config/secrets.js';
import type { Settings } from '../config/settings.js';
import { findFormerNames, type FormerName } from '../config/variables.js';
import { ConfigError, LicenseError } from '../errors.js';
import type { LicenseReport } from '../license/report-license.js';
import { credentialsOf, describeAccess } from '../trust/access.js';
import { resolveAccess } from '../trust/resolve-access.js';
import { Activity } from '../worker/activity.js';
import { createHolds } from '../worker/holds.js';
import { endTools } from '../worker/tools.js';
import { finish } from './finish.js';
import { Journal } from './journal.js';
import type { RemoteCache } from './nx-contract.js';
import { createRemoteCache } from './remote-cache.js';
import { describeRun, type RunSettings } from './report/describe-run.js';
import { findTelemetry } from './telemetry.js';
import { createTerminal } from './terminal.js';
import { WorkerLink } from './worker-link.js';

const now = () => performance.now();

/**
 * Opens the remote cache for this run. With a configuration that cannot be used, or without the license that it asks
 * for, it is off, and the end says why.
 */
export async function openRemoteCache(settings: Settings): Promise<RemoteCache> {
  try {
    const { root, azure, env } = settings;
    const config = resolveConfig(azure, env);
    const license = await reportLicense(config, settings);
    const formerNames = findFormerNames(azure, env);
    return open({ root, config, access: resolveAccess(config, env), env, license, formerNames });
  } catch (error) {
    return openNothing(error);
  }
}

/**
 * @returns undefined where nobody needs one.
 * @throws LicenseError when there is none that counts
 */
async function reportLicense(
  { license, mode }: Config,
  { root, env }: Settings,
): Promise<LicenseReport | undefined> {
  if (!license || !(mode.read || mode.write)) return undefined;
  const module = await import('../license/report-license.js');
  return module.reportLicense(license, { root, env, now: new Date() });
}

interface Opened extends RunSettings {
  readonly config: Config;
  readonly license: LicenseReport | undefined;
  readonly formerNames: readonly FormerName[];
}

function open(settings: Opened): RemoteCache {
  const { root, access, license, formerNames } = settings;
  const { trust, ...config } = settings.config;
  const journal = new Journal({ verbose: config.verbose, now, telemetry: findTelemetry(root) });
  if (trust) journal.explain(describeAccess(access));
  if (license) journal.explain(license.decision);
  for (const { former, current } of formerNames) journal.explain(`${former} is now called ${current}`);
  const activity = new Activity();
  const holds = createHolds();
  let link: WorkerLink | undefined;
  atExit((exitCode) => {
    const redact = createRedactor(credentialsOf(access), trust?.signingKey);
    const streams = { terminal: createTerminal(), stdout: createTerminal('stdout') };
    const told = { describe: () => describeRun(settings), redact, advice: license?.advice };
    try {
      finish({ root, config, link, activity, journal, holds, now, ...told, ...streams }, exitCode);
    } finally {
      endTools(activity);
    }
  });
  return createRemoteCache(config.mode, {
    link: () => (link ??= new WorkerLink({ root, config, access }, activity)),
    ...{ journal, holds },
  });
}

function openNothing(error: unknown): RemoteCache {
  atExit(() => {
    createTerminal().write(`nx-azure-cache: warning: ${explain(error)}\n`);
  });
  return { retrieve: () => Promise.resolve(null), store: () => Promise.resolve(false) };
}

function explain(error: unknown): string {
  if (error instanceof LicenseError)
    return `the cache is not shared, and each machine uses its own: ${error.message}`;
  if (!(error instanceof ConfigError)) return `the remote cache is off: ${String(error)}`;
  const issues = error.issues.map(
    ({ path, expected, given }) => `\n  ${path}: expected ${expected}, got ${given}`,
  );
  return `the remote cache is off: its configuration is not valid${issues.join('')}`;
}

/**
 * An exception in an `exit` handler would change the exit code of the build. First in the row: a handler of Nx 20.8 calls
 * `process.exit`, after which no other one runs.
 */
function atExit(work: (exitCode: number) => void): void {
  process.prependOnceListener('exit', (exitCode) => {
    try {
      work(exitCode);
    } catch (error) {
      createTerminal().write(`nx-azure-cache: warning: a defect of nx-azure-cache: ${String(error)}\n`);
    }
  });
}
