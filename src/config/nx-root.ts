import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Modules that are loaded, by their path. */
type Modules = Readonly<Record<string, { readonly exports: unknown } | undefined>>;

/**
 * The workspace that the Nx of this process works in; undefined where no Nx is loaded. Nx looks at `NX_WORKSPACE_ROOT_PATH`
 * before it reads `.env` files, so that their value is in the environment, and in force for nobody
 * (`workspaceRoot` in `nx/src/utils/workspace-root`, Nx 20.1 to 24). Of a global Nx and that of the workspace, which it
 * loads, the latter counts.
 */
export function findNxRoot(modules: Modules = loadedModules()): string | undefined {
  const path = Object.keys(modules).findLast((path) => rootModule.test(path)) ?? '';
  const { workspaceRoot } = Object(modules[path]?.exports) as { workspaceRoot?: unknown };
  return typeof workspaceRoot === 'string' ? workspaceRoot : undefined;
}

const rootModule = /[\\/]nx[\\/](?:dist[\\/])?src[\\/]utils[\\/]workspace-root\.js$/;

/** They are the same for every `require`. */
const loadedModules = (): Modules => createRequire(join(process.cwd(), 'nx.json')).cache;
