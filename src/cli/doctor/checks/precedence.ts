import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { readVariable } from '../../../config/environment.js';
import { readNxJson } from '../../../nx/workspace.js';
import { readNxVersion } from '../../../nx/nx-version.js';
import { isThisPackage } from '../../../nx/package-name.js';
import { parseJsonObject } from '../../../nx/json.js';
import { quietly } from '../../../quietly.js';
import { fail, pass, skip, warn, type Finding, type Findings } from '../check.js';
import { cachesBeforeOurs, findCloud, findCustomRunner, findOffSwitches, type NxRun } from '../nx-rules.js';
import { findInstalled, removeCommand } from '../packages.js';
import type { Setup } from '../setup.js';

/** Checks that Nx asks this package: no other cache takes precedence, and no setting turns remote caches off. */
export function checkPrecedence({ cwd, env, root }: Setup): Findings {
  const nxJson = quietly(() => (root === undefined ? undefined : readNxJson(root)));
  if (root === undefined || !nxJson) return skip('there is no readable nx.json');
  const run = { nxJson, env, version: readNxVersion(root) };
  const found = [
    ...usesCloud(run),
    ...asksEarlier(cwd, root, run),
    ...findOffSwitches(run).map(({ name, effect }) => fail(`${name} is set: ${effect}`, `remove ${name}`)),
    ...hasRunner(run),
    ...hasServer(run),
    ...skipsInScripts(root),
  ];
  return found.length > 0 ? found : pass('Nx asks this package for artifacts, and no other cache before it');
}

function usesCloud(run: NxRun): Finding[] {
  const by = findCloud(run);
  if (by === undefined) return [];
  const fix = `remove ${by}, or set "neverConnectToCloud": true in nx.json (for one run: NX_NO_CLOUD=true)`;
  return [fail(`Nx Cloud is in use (${by}), so Nx asks no other remote cache`, fix)];
}

/** They are not loaded: whether they return a cache is known only to Nx. */
function asksEarlier(cwd: string, root: string, run: NxRun): Finding[] {
  return cachesBeforeOurs(run).flatMap((name) => {
    const found = findInstalled(name, cwd, root);
    if (!found || isThisPackage(found)) return [];
    return [fail(`Nx asks ${name} ${found.version} before this package`, removeCommand(root, name))];
  });
}

function hasRunner(run: NxRun): Finding[] {
  const name = findCustomRunner(run);
  if (name === undefined) return [];
  const detail = `the task runner is ${name}, which may use its own cache instead of this one`;
  return [warn(detail, 'remove "runner" from tasksRunnerOptions in nx.json')];
}

function hasServer({ env }: NxRun): Finding[] {
  const variable = 'NX_SELF_HOSTED_REMOTE_CACHE_SERVER';
  if (readVariable(env, variable) === undefined) return [];
  const detail = `${variable} is set, but Nx asks this package first and never uses that server`;
  return [warn(detail, `remove ${variable}; to use the server instead, uninstall this package`)];
}

/** The options on the command line of a run are not visible here, but those of scripts in package.json are. */
function skipsInScripts(root: string): Finding[] {
  const manifest = quietly(() =>
    parseJsonObject(readFileSync(join(root, 'package.json'), 'utf8'), 'package.json'),
  );
  const { scripts = {} } = Object(manifest) as { scripts?: Record<string, unknown> };
  return Object.entries(scripts).flatMap(([name, script]) => {
    const option = /--skip-?(?:nx|remote)-?cache\b/i.exec(String(script))?.[0];
    if (option === undefined) return [];
    const detail = `the script "${name}" in package.json uses ${option}, so its runs do not use the cache`;
    return [warn(detail, `remove ${option} from the script`)];
  });
}
