import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { readNxVersion } from '../../../nx/nx-version.js';
import { isThisPackage } from '../../../nx/package-name.js';
import { readNxJson } from '../../../nx/workspace.js';
import { parseJsonObject } from '../../../nx/json.js';
import { fail, pass, skip, warn, type Check, type Finding } from '../check.js';
import { findInstalled } from '../installed-package.js';
import { cachesBeforeOurs, findDetours, findSkips, usesCloud, type NxRun } from '../nx-rules.js';
import { removeCommand } from '../package-manager.js';
import type { Setup } from '../setup.js';

/** Nx comes as far as asking this package: nothing that it prefers is there, and nothing switches remote caches off. */
export const shadowing: Check = {
  title: 'Shadowing',
  needs: [],
  run(setup) {
    const { root, env } = setup;
    const nxJson = root === undefined ? undefined : read(root);
    if (root === undefined || !nxJson) return [skip('there is no nx.json that can be read')];
    const run = { nxJson, env, version: readNxVersion(root) };
    const found = [...cloud(run), ...others(setup, root, run), ...switches(run), ...scripts(root)];
    return found.length > 0 ? found : [pass('nothing keeps Nx from asking this package')];
  },
};

function read(root: string): NxRun['nxJson'] | undefined {
  try {
    return readNxJson(root);
  } catch {
    return undefined;
  }
}

function cloud(run: NxRun): Finding[] {
  const by = usesCloud(run);
  if (by === undefined) return [];
  return [
    fail(
      `Nx Cloud is used (${by}), and Nx asks no other remote cache then`,
      `take ${by} away, or set "neverConnectToCloud": true in nx.json (NX_NO_CLOUD=true for one run)`,
    ),
  ];
}

/** They are not loaded here: whether they would give a cache, Nx has to find out. */
function others({ cwd }: Setup, root: string, run: NxRun): Finding[] {
  return cachesBeforeOurs(run)
    .map((name) => ({ name, found: findInstalled(name, cwd, root) }))
    .filter(({ found }) => found !== undefined && !isThisPackage(found))
    .map(({ name, found }) =>
      fail(`Nx asks ${name} ${found?.version ?? ''} before this package`, removeCommand(root, name)),
    );
}

function switches(run: NxRun): Finding[] {
  return [
    ...findSkips(run).map(({ name, effect }) => fail(`${name} is set: ${effect}`, `take ${name} away`)),
    ...findDetours(run).map(({ detail, fix }) => warn(detail, fix)),
  ];
}

/** What is on the command line of a run cannot be seen here, but in package.json it can. */
function scripts(root: string): Finding[] {
  return Object.entries(readScripts(root)).flatMap(([name, script]) => {
    const option = /--skip-?(?:nx|remote)-?cache\b/i.exec(String(script))?.[0];
    if (option === undefined) return [];
    return [
      warn(
        `the script "${name}" of package.json runs with ${option}`,
        `take ${option} out of it, if it is to share`,
      ),
    ];
  });
}

function readScripts(root: string): Readonly<Record<string, unknown>> {
  try {
    const manifest = parseJsonObject(readFileSync(join(root, 'package.json'), 'utf8'), 'package.json');
    return (manifest as { scripts?: Record<string, unknown> }).scripts ?? {};
  } catch {
    return {};
  }
}
