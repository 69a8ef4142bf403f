import { installNxForWindows, type NxLine } from '../../test/support/install/nx-version.js';
import type { Cloud, Share } from '../../test/support/workspace/cloud.js';
import { useLab } from '../../test/support/workspace/lab.js';
import type { Machine } from '../../test/support/workspace/machine.js';
import type { Files } from '../../test/support/workspace/projects.js';
import { nodeUnderWine, wineVariables, type WindowsNodeLine } from './wine.js';

export interface WindowsLab {
  readonly cloud: Cloud;
  /** A computer with Linux that uses the share; gone after the test. */
  linux(share: Share, projects: Files, setup?: { nx?: NxLine }): Promise<Machine>;
  /** The same with Windows: `node` and Nx's native module are the real ones, under Wine. */
  windows(share: Share, projects: Files, setup?: WindowsSetup): Promise<Machine>;
}

interface WindowsSetup {
  readonly nx?: NxLine;
  readonly node?: WindowsNodeLine;
}

/** A storage account for the tests of a file, and computers of both systems. */
export function useWindowsLab(): WindowsLab {
  const lab = useLab();
  return {
    get cloud() {
      return lab.cloud;
    },
    linux: (share, projects, setup) => lab.machine(share, projects, setup),
    windows: async ({ azure, env }, projects, { nx = '24', node = '22' } = {}) => {
      const share = { azure, env: { ...(await wineVariables(node)), ...env } };
      return lab.machine(share, projects, { install: await installNxForWindows(nx), binary: nodeUnderWine });
    },
  };
}
