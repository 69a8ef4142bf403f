import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { nxBin, nxEnvironment, runNx, type NxRun, type RunOptions } from './run-nx.js';

/** One computer: a checkout of the workspace, a home, and Nx's local cache, in its own temporary folder. */
export interface Machine {
  readonly workspace: string;
  readonly cacheDirectory: string;
  /** The words of the command line that `nx` runs, and its variables: for a process that a test starts itself. */
  readonly command: (args: readonly string[]) => readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** `nx <args>` in the workspace; resolves when the process has ended. */
  nx(args: readonly string[], options?: Partial<RunOptions>): Promise<NxRun>;
  /** The tasks that really ran here, by their own account, in order. */
  executed(): string[];
  dispose(): void;
}

export interface MachineOptions {
  /** A folder whose `node_modules` the workspace links to; by default the workspace has none. */
  readonly install?: string;
  /** Path → content, relative to the workspace. */
  readonly files: Readonly<Record<string, string>>;
  readonly node?: string;
  /** Variables of every run on this machine; nothing is taken from the environment of the test. */
  readonly env?: Readonly<Record<string, string>>;
}

export function createMachine(options: MachineOptions): Machine {
  const { install, files, node = process.execPath, env = {} } = options;
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'nx-azure-cache-')));
  const [workspace, log] = [join(root, 'workspace'), join(root, 'executed.log')];
  writeFileSync(log, '');
  writeFiles(workspace, files);
  // On Windows every user may create a junction, but few may create a link.
  if (install !== undefined)
    symlinkSync(join(install, 'node_modules'), join(workspace, 'node_modules'), 'junction');
  const own = { ...homeOf(root), EXECUTED_LOG: log, ...env };
  return {
    command: (args) => [node, nxBin(workspace), ...args],
    env: nxEnvironment({ node, env: own }),
    workspace,
    cacheDirectory: own.NX_CACHE_DIRECTORY,
    nx: (args, run = {}) => runNx(workspace, args, { node, ...run, env: { ...own, ...run.env } }),
    executed: () => readFileSync(log, 'utf8').split('\n').filter(Boolean),
    dispose: () => {
      remove(root);
    },
  };
}

/** A process of Nx may still write there. `rmSync` retries a folder, but not what was put into it meanwhile. */
function remove(root: string, attempts = 5): void {
  try {
    rmSync(root, { recursive: true, force: true, maxRetries: 3, retryDelay: 100 });
  } catch (error) {
    if (attempts === 1) throw error;
    remove(root, attempts - 1);
  }
}

/** Everything that Nx or a credential could remember belongs to the machine alone. */
function homeOf(root: string) {
  const at = (name: string) => {
    mkdirSync(join(root, name));
    return join(root, name);
  };
  const home = at('home');
  return {
    HOME: home,
    USERPROFILE: home,
    LOCALAPPDATA: at('local-data'),
    NX_CACHE_DIRECTORY: at('nx-cache'),
    NX_WORKSPACE_DATA_DIRECTORY: at('nx-data'),
  };
}

function writeFiles(folder: string, files: MachineOptions['files']): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}
