import { afterAll, afterEach, beforeAll } from 'vitest';
import { installNode, type NodeLine } from '../install/node-version.js';
import { installNx, type NxLine } from '../install/nx-version.js';
import type { PackageManager } from '../install/package-manager.js';
import { startCloud, type Cloud, type Share } from './cloud.js';
import { createMachine, type Machine } from './machine.js';
import { workspaceFiles, type Files } from './projects.js';

export interface Lab {
  readonly cloud: Cloud;
  /** A computer with a checkout of the projects that uses the share; gone after the test. */
  machine(share: Share, projects: Files, setup?: Setup): Promise<Machine>;
}

interface Setup {
  readonly nx?: NxLine;
  readonly node?: NodeLine;
  readonly manager?: PackageManager;
  /** Instead of the install that these name. */
  readonly install?: string;
  /** Instead of the one that `node` names. */
  readonly binary?: string;
}

/** A storage account for the tests of a file, and computers for each of them. */
export function useLab(options: { latency?: number } = {}): Lab {
  let cloud: Cloud | undefined;
  const machines: Machine[] = [];
  beforeAll(async () => {
    cloud = await startCloud(options);
  });
  afterEach(() => {
    for (const machine of machines.splice(0)) machine.dispose();
    cloud?.proxy.reset();
  });
  afterAll(() => cloud?.close());
  return {
    get cloud() {
      if (cloud === undefined) throw new Error('the storage account is there once the tests run');
      return cloud;
    },
    machine: async ({ azure, env }, projects, { nx = '24', node, manager, install, binary } = {}) => {
      const machine = createMachine({
        install: install ?? (await installNx(nx, manager)),
        files: { ...workspaceFiles(azure), ...projects },
        env,
        ...(node === undefined ? {} : { node: await installNode(node) }),
        ...(binary === undefined ? {} : { node: binary }),
      });
      machines.push(machine);
      return machine;
    },
  };
}
