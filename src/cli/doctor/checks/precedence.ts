import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { readVariable } from '../../../config/environment.js';
import { readNxVersion } from '../../../config/nx-version.js';
import { isThisPackage } from '../../../config/package-name.js';
import { readNxJson } from '../../../config/workspace.js';
import { fail, pass, skip, warn, type Check, type Finding } from '../check.js';
import { cachesBeforeOurs, findCloud, findCustomRunner, findOffSwitches, type NxRun } from '../nx-rules.js';
import { findInstalled, removeCommand } from '../packages.js';
import type { Setup } from '../setup.js';

/** Nx asks this package: no other cache takes precedence, and no setting turns remote caches off. */
export const precedence: Check = {
  title: 'Shadowing',
  needs: [],
  run(setup) {
    const { root, env } = setup;
    const nxJson = root === undefined ? undefined : readQuietly(root);
    if (root === undefined || !nxJson) return [skip('there is no readable nx.json')];
    const run = { nxJson, env, version: readNxVersion(root) };
    const found = [
      ...cloud(run),
      ...earlierCaches(setup, root, run),
      ...findOffSwitches(run).map(({ name, effect }) => fail(`${name} is set: ${effect}`, `remove ${name}`)),
      ...runner(run),
      ...server(run),
      ...scripts(root),
    ];
    return found.length > 0
      ? found
      : [pass('Nx asks this package for artifacts, and no other cache before it')];
  },
};

function readQuietly(root: string): NxRun['nxJson'] | undefined {
  try {
    return readNxJson(root);
  } catch {
    return undefined;
  }
}

function cloud(run: NxRun): Finding[] {
  const by = findCloud(run);
  if (by === undefined) return [];
  return [
    fail(
      `Nx Cloud is in use (${by}), so Nx asks no other remote cache`,
      `remove ${by}, or set "neverConnectToCloud": true in nx.json (for one run: NX_NO_CLOUD=true)`,
    ),
  ];
}

/** They are not loaded: whether they return a cache is known only to Nx. */
function earlierCaches({ cwd }: Setup, root: string, run: NxRun): Finding[] {
  return cachesBeforeOurs(run).flatMap((name) => {
    const found = findInstalled(name, cwd, root);
    if (!found || isThisPackage(found)) return [];
    return [fail(`Nx asks ${name} ${found.version} before this package`, removeCommand(root, name))];
  });
}

function runner(run: NxRun): Finding[] {
  const name = findCustomRunner(run);
  if (name === undefined) return [];
  return [
    warn(
      `the task runner is ${name}, which may use its own cache instead of this one`,
      'remove "runner" from tasksRunnerOptions in nx.json',
    ),
  ];
}

function server({ env }: NxRun): Finding[] {
  const variable = 'NX_SELF_HOSTED_REMOTE_CACHE_SERVER';
  if (readVariable(env, variable) === undefined) return [];
  return [
    warn(
      `${variable} is set, but Nx asks this package first and never uses that server`,
      `remove ${variable}; to use the server instead, uninstall this package`,
    ),
  ];
}

/** The options on the command line of a run are not visible here, but those of scripts in package.json are. */
function scripts(root: string): Finding[] {
  return Object.entries(readScripts(root)).flatMap(([name, script]) => {
    const option = /--skip-?(?:nx|remote)-?cache\b/i.exec(String(script))?.[0];
    if (option === undefined) return [];
    return [
      warn(
        `the script "${name}" in package.json uses ${option}, so its runs do not use the cache`,
        `remove ${option} from the script`,
      ),
    ];
  });
}

function readScripts(root: string): Readonly<Record<string, unknown>> {
  try {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as object;
    return (manifest as { scripts?: Record<string, unknown> }).scripts ?? {};
  } catch {
    return {};
  }
}
