import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { assert, vi } from 'vitest';
import type { Azurite } from '../../../test/support/azurite.js';
import { execute } from '../../../test/support/install/execute.js';
import { createMachine } from '../../../test/support/workspace/machine.js';
import type { Files } from '../../../test/support/workspace/projects.js';
import { assertNoSecrets } from '../../../test/support/workspace/secrets.js';
import { openTerminal } from '../../../test/support/workspace/terminal.js';

/** A computer on which a user types the commands of a page. */
export interface ShellSession {
  readonly workspace: string;
  /**
   * Types lines one after the other.
   *
   * @returns the output of the last one.
   * @throws when one of them fails
   */
  type(lines: readonly string[], answers?: readonly Answer[]): Promise<string>;
  read(path: string): string;
  /** The tasks that really ran here. */
  executed(): string[];
  dispose(): void;
}

interface Answer {
  /** the beginning of the question */
  readonly asked: string;
  readonly answer: string;
}

interface Options {
  readonly files: Files;
  readonly azurite: Azurite;
  /** The registry that has the package. */
  readonly registry: string;
  /** A folder whose `node_modules` are copied, so that npm may change them; by default the session starts without them. */
  readonly install?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export async function openShellSession({
  files,
  azurite,
  registry,
  install,
  env = {},
}: Options): Promise<ShellSession> {
  const machine = createMachine({ files, env: { ...(await npm(registry)), ...env } });
  const { workspace } = machine;
  if (install !== undefined) await execute(['cp', '-a', join(install, 'node_modules'), '.'], workspace);
  const variables: Record<string, string> = { ...machine.env };

  async function type(line: string, answers: readonly Answer[]): Promise<string> {
    if (line.startsWith('az ')) return instead(line, azurite, variables);
    const terminal = openTerminal(atThisRegistry(line), { workspace, env: variables });
    const screen = () => stripVTControlCharacters(terminal.screen());
    for (const { asked, answer } of answers) {
      const seen = () => {
        assert(screen().includes(asked), screen());
      };
      await vi.waitFor(seen, { timeout: 60_000 });
      terminal.type(`${answer}\r`);
    }
    const code = await terminal.ended;
    assertNoSecrets({ stdout: screen(), stderr: '' }, variables);
    if (code !== 0) throw new Error(`${line} ended with ${code}:\n${screen()}`);
    return screen();
  }

  return {
    workspace,
    executed: () => machine.executed(),
    dispose: () => {
      machine.dispose();
    },
    type: async (lines, answers = []) => {
      let shown = '';
      for (const line of lines) shown = await type(line, answers);
      return shown;
    },
    read: (path) => readFileSync(join(workspace, path), 'utf8'),
  };
}

/**
 * A registry that has Nx for some platforms alone makes an incomplete lock file of it, which `npm ci` does not take; all
 * that it has in it, `npm install` takes as well.
 */
const atThisRegistry = (line: string) => (line === 'npm ci' ? 'npm install' : line);

/** npm uses the registry of the test, and the cache that the installs of other tests have filled. */
async function npm(registry: string): Promise<Record<string, string>> {
  const cache = await execute(['npm', 'config', 'get', 'cache'], import.meta.dirname);
  return {
    npm_config_registry: registry,
    npm_config_cache: cache.trim(),
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_update_notifier: 'false',
  };
}

/** Azurite stands for Azure, and its connection string for the session of `az login`. */
async function instead(line: string, azurite: Azurite, env: Record<string, string>): Promise<string> {
  const container = /^az storage container create --name (\S+) /.exec(line)?.[1];
  if (container !== undefined) await azurite.createContainer(container);
  else if (line === 'az login') env['AZURE_STORAGE_CONNECTION_STRING'] = azurite.connectionString;
  else throw new Error(`nothing stands for ${line}`);
  return '';
}
